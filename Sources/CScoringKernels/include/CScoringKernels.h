// Sums and inverses of small dense matrices for the Scoring target, with the widest vectors the processor has.
//
// Every function gives the same bits on every processor: each entry is summed in the order written here, and products are
// rounded before they are added. Matrices are row-major; areas may not overlap.
#ifndef C_SCORING_KERNELS_H
#define C_SCORING_KERNELS_H

#include <stdint.h>

/// Adds to `out` (`width × width`) the outer products of `count` rows with themselves.
void scoring_add_scatter(double *out, const double *rows, int64_t count, int64_t width);

/// Adds `leftᵀ · right` to `out` (`height × width`), for `left` (`count × height`) and `right` (`count × width`).
void scoring_add_products(
    double *out, const float *left, const double *right, int64_t count, int64_t height, int64_t width);

/// Adds `left · right` to `out` (`count × width`), for `left` (`count × height`) and `right` (`height × width`).
void scoring_add_product(
    double *out, const double *left, const double *right, int64_t count, int64_t height, int64_t width);

/// The same in floats.
void scoring_add_product_of_floats(
    float *out, const float *left, const float *right, int64_t count, int64_t height, int64_t width);

/// Replaces a symmetric positive definite `width × width` matrix by its lower Cholesky factor, zeros above the diagonal.
///
/// Pivots are held above a trillionth of the diagonal.
///
/// - room: `width` numbers that are overwritten.
void scoring_factorise(double *matrix, double *room, int64_t width);

/// Replaces a symmetric positive definite `width × width` matrix by its inverse.
///
/// - room: `width × width` numbers that are overwritten.
/// - logDeterminant: set to the logarithm of the matrix's determinant.
void scoring_invert(double *matrix, double *room, int64_t width, double *logDeterminant);

/// Turns two rows of a matrix: first · cosine − second · sine, and first · sine + second · cosine.
void scoring_turn_rows(double *matrix, int64_t first, int64_t second, double cosine, double sine, int64_t width);

#endif
