// Passes over rows of scores for the Matching target, with the widest vectors the processor has.
//
// Every function gives the same bits on every processor: lanes, order and rounding do not depend on the width of the vectors.
#ifndef C_MATCHING_KERNELS_H
#define C_MATCHING_KERNELS_H

#include <stdint.h>

/// A candidate of a row.
typedef struct {
    /// The score, rounded to the grid.
    double score;
    /// Never below score - price, as long as prices only rise.
    float key;
    /// The column.
    int32_t column;
} matching_candidate;

/// What a scan needs to know besides the row.
typedef struct {
    /// Prices of the columns; +infinity closes a column.
    const double *prices;
    /// The same rounded to floats, for screening.
    const float *rounded_prices;
    /// Greatest finite magnitude among the prices.
    double price_magnitude;
    /// Number of columns.
    int64_t count;
    /// 1.5 * 2^52 * grid unit; 0 for whole numbers.
    double anchor;
    /// About how many candidates to list.
    int32_t wanted;
    /// How many fit; a multiple of 16, at most 128.
    int32_t capacity;
} matching_board;

/// Lists the best candidates of a row, best key first.
///
/// - spread: distance from the best value to the last listed one in the scan before; updated.
/// - rotation: where to begin among equals, 0 ..< count.
/// - outside: set to a bound that no unlisted candidate's score - price exceeds (nor the best listed one falls below).
/// - Returns: the number of candidates.
int32_t matching_scan_float(
    const float *scores, const matching_board *board, double *spread, int64_t rotation,
    matching_candidate *list, double *outside);
int32_t matching_scan_double(
    const double *scores, const matching_board *board, double *spread, int64_t rotation,
    matching_candidate *list, double *outside);
int32_t matching_scan_integer(
    const int32_t *scores, const matching_board *board, double *spread, int64_t rotation,
    matching_candidate *list, double *outside);

/// The same for a row of `count` candidates with their columns.
int32_t matching_scan_listed(
    int32_t kind, const void *scores, const int32_t *columns, int64_t count, const matching_board *board,
    matching_candidate *list, double *outside);

/// The columns of a row whose score - price is `least` or more, ascending; capacity + 1 if there are more than `capacity`.
int32_t matching_collect_float(
    const float *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity);
int32_t matching_collect_double(
    const double *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity);
int32_t matching_collect_integer(
    const int32_t *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity);

/// What a run of scores holds.
typedef struct {
    /// Greatest finite magnitude.
    double magnitude;
    /// Whether there is a NaN, +infinity or a finite magnitude above 2^960 (look for it one by one).
    int32_t is_suspect;
} matching_survey;

matching_survey matching_survey_float(const float *scores, int64_t count);
matching_survey matching_survey_double(const double *scores, int64_t count);

/// The greatest score - price of a row in double precision; -infinity if there is none. NaN does not count.
double matching_greatest_margin_float(const float *scores, const double *prices, int64_t count);
double matching_greatest_margin_double(const double *scores, const double *prices, int64_t count);
double matching_greatest_margin_integer(const int32_t *scores, const double *prices, int64_t count);

/// Prices for all columns from at most 256 sampled rows, each standing for an equal share of all rows: the solution, about, of the
/// transport problem between the sample and the columns. `row_prices` holds a first guess.
void matching_price_by_sample(
    const float *sample, int32_t rows, int64_t columns, float step, int32_t rounds, float *row_prices, float *prices);

/// Asks the system to back this memory with large pages; does nothing where that is not possible.
void matching_prefer_large_pages(const void *memory, int64_t bytes);

#endif
