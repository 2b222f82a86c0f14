// What the kernels have in common: which processors they are made for, and how rows are added.
#ifndef C_SCORING_VECTORS_H
#define C_SCORING_VECTORS_H

#include "CScoringKernels.h"

#include <math.h>
#include <string.h>

// A product that is fused with a sum is rounded once instead of twice, and only some processors can do it.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__ELF__)
#define WIDEST __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define WIDEST
#endif

// Rows are short: one vector at a time, so that few entries are left over for single steps.
#define SHORT_ROWS _Pragma("clang loop interleave_count(1)")

#define INLINE static inline __attribute__((always_inline))

// Rows of the usual questionnaire, six factors, have this many entries: what is computed of them stays in registers.
#define USUAL 16
// Eight numbers that are computed with at once, wherever they lie.
typedef double Eight __attribute__((vector_size(64), aligned(8)));
typedef float Sixteen __attribute__((vector_size(64), aligned(4)));

INLINE void add(double *restrict out, double factor, const double *restrict row, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++) out[column] += factor * row[column];
}

INLINE void subtract(double *restrict out, double factor, const double *restrict row, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++) out[column] -= factor * row[column];
}

INLINE void scale(double *row, double factor, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++) row[column] *= factor;
}

#endif
