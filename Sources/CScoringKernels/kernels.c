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

WIDEST void scoring_add_scatter(double *out, const double *rows, int64_t count, int64_t width) {
    for (int64_t place = 0; place < count; place++) {
        const double *row = rows + place * width;
        for (int64_t index = 0; index < width; index++) add(out + index * width, row[index], row, width);
    }
}

WIDEST void scoring_add_products(
    double *out, const float *left, const double *right, int64_t count, int64_t height, int64_t width) {
    for (int64_t place = 0; place < count; place++) {
        for (int64_t index = 0; index < height; index++) {
            double factor = left[place * height + index];
            if (factor != 0) add(out + index * width, factor, right + place * width, width);
        }
    }
}

WIDEST void scoring_add_product(
    double *out, const double *left, const double *right, int64_t count, int64_t height, int64_t width) {
    for (int64_t place = 0; place < count; place++) {
        for (int64_t index = 0; index < height; index++) {
            double factor = left[place * height + index];
            if (factor != 0) add(out + place * width, factor, right + index * width, width);
        }
    }
}

WIDEST void scoring_add_product_of_floats(
    float *restrict out, const float *restrict left, const float *restrict right, int64_t count, int64_t height,
    int64_t width) {
    for (int64_t place = 0; place < count; place++) {
        for (int64_t index = 0; index < height; index++) {
            float factor = left[place * height + index];
            if (factor == 0) continue;
            SHORT_ROWS
            for (int64_t column = 0; column < width; column++)
                out[place * width + column] += factor * right[index * width + column];
        }
    }
}

// The transposed factor, in and above the diagonal: its rows are contiguous. What is below has no meaning; `room` takes
// `width` numbers. Whole rows are worked on, because short ones do not fill vectors.
// Turns two rows by an angle with this cosine and sine.
INLINE void turn(double *restrict one, double *restrict two, double cosine, double sine, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++) {
        double x = one[column], y = two[column];
        one[column] = cosine * x - sine * y;
        two[column] = sine * x + cosine * y;
    }
}

WIDEST void scoring_turn_rows(double *matrix, int64_t first, int64_t second, double cosine, double sine, int64_t width) {
    turn(matrix + first * width, matrix + second * width, cosine, sine, width);
}

INLINE void factorise_above(double *restrict matrix, double *restrict room, int64_t width) {
    for (int64_t row = 0; row < width; row++) room[row] = matrix[row * width + row];
    for (int64_t pivot = 0; pivot < width; pivot++) {
        double *row = matrix + pivot * width;
        double root = sqrt(fmax(row[pivot], 1e-12 * fmax(room[pivot], 1e-12)));
        row[pivot] = root;
        for (int64_t column = pivot + 1; column < width; column++) row[column] /= root;
        for (int64_t below = pivot + 1; below < width; below++) {
            int64_t start = below & ~(int64_t)7;
            subtract(matrix + below * width + start, row[below], row + start, width - start);
        }
    }
}

WIDEST void scoring_factorise(double *matrix, double *room, int64_t width) {
    factorise_above(matrix, room, width);
    for (int64_t row = 0; row < width; row++) {
        for (int64_t column = row + 1; column < width; column++) {
            matrix[column * width + row] = matrix[row * width + column];
            matrix[row * width + column] = 0;
        }
    }
}

WIDEST void scoring_invert(double *matrix, double *room, int64_t width, double *logDeterminant) {
    factorise_above(matrix, room, width);
    memset(room, 0, (size_t)(width * width) * sizeof(double));
    double sum = 0;
    for (int64_t row = 0; row < width; row++) {
        double *current = room + row * width;
        double root = matrix[row * width + row];
        sum += 2 * log(root);
        int64_t filled = (row + 7) & ~(int64_t)7;
        if (filled > width) filled = width;
        for (int64_t above = 0; above < row; above++)
            add(current, matrix[above * width + row], room + above * width, filled);
        scale(current, -1 / root, filled);
        current[row] = 1 / root;
    }
    *logDeterminant = sum;
    memset(matrix, 0, (size_t)(width * width) * sizeof(double));
    for (int64_t row = 0; row < width; row++) {
        const double *current = room + row * width;
        int64_t filled = (row + 8) & ~(int64_t)7;
        if (filled > width) filled = width;
        for (int64_t index = 0; index <= row; index++) add(matrix + index * width, current[index], current, filled);
    }
}
