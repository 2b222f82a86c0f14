// Sums and inverses of small dense matrices for the Scoring target, with the widest vectors the processor has.
//
// Every function gives the same bits on every processor: each entry is summed in the order written here, and products are
// rounded before they are added. Matrices are row-major; areas may not overlap.
#ifndef C_SCORING_KERNELS_H
#define C_SCORING_KERNELS_H

#include <stdint.h>

/// Adds to `out` (`width × width`) the outer products of `count` rows with themselves.
void scoring_add_scatter(double *out, const double *rows, int64_t count, int64_t width);

/// Adds `leftᵀ · right` to `out` (`height × width`), for rows of `left` (of `height` numbers) and `right` (`count × width`).
///
/// - rows: the row of `left` that belongs to each row of `right`.
void scoring_add_products(
    double *out, const float *left, const int32_t *rows, const double *right, int64_t count, int64_t height,
    int64_t width);

/// Adds over some dyads the rests of their answers less the effects of one of the two people.
///
/// - dyads, others: the row of `rests` and the row of `effects` of each, `count` of them from `first_place` on.
void scoring_add_rests(
    double *out, const int32_t *dyads, const int32_t *others, int64_t first_place, int64_t count, const float *rests,
    const double *effects, int64_t width);

/// Writes for some dyads the rests of their answers less means and the effects of both people, times `mask`.
void scoring_write_residuals(
    double *out, const int32_t *dyads, int64_t count, const float *rests, const int32_t *people_a,
    const int32_t *people_b, const double *effects, const double *means, const double *mask, int64_t width);

/// Adds to one row of `out` the product of one row of `left` with one of many `width × width` matrices.
void scoring_add_row_product(
    double *out, int64_t target, const double *left, int64_t row, const double *matrices, int64_t matrix, int64_t width);

/// Adds to one of many matrices of `size` entries a multiple of one of others.
void scoring_add_multiple(
    double *out, int64_t target, double factor, const double *matrices, int64_t matrix, int64_t size);

/// Adds `left · right` to `out` (`count × width`), for `left` (`count × height`) and `right` (`height × width`).
void scoring_add_product(
    double *out, const double *left, const double *right, int64_t count, int64_t height, int64_t width);

/// Writes `left · right` to `out` (`count × width`), for `left` (`count × height`) and `right` (`height × width`), and to
/// `rests` what it leaves of `answers`.
void scoring_write_offsets(
    float *out, float *rests, const float *answers, const float *left, const float *right, int64_t count,
    int64_t height, int64_t width);

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

/// Replaces many symmetric positive definite `width × width` matrices, one after the other, by their inverses.
///
/// Pivots are held as in ``scoring_factorise``. Each inverse is the same whatever stands beside it.
///
/// - room: `8 × (width + 1) × width` numbers that are overwritten.
void scoring_invert_many(double *matrices, int64_t count, double *room, int64_t width);

/// Turns two rows of a matrix: first · cosine − second · sine, and first · sine + second · cosine.
void scoring_turn_rows(double *matrix, int64_t first, int64_t second, double cosine, double sine, int64_t width);

#endif
