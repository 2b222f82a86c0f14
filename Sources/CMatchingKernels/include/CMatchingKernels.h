// Passes over rows of scores for the Matching target, with the widest vectors the processor has.
//
// Every function gives the same bits on every processor and with any number of threads: lanes, order and rounding do not depend on
// the width of the vectors, and rows that are worked on together do not see each other's results.
#ifndef C_MATCHING_KERNELS_H
#define C_MATCHING_KERNELS_H

#include "CandidateList.h"

#include <stdint.h>

// ---- vectors ----

/// Which vectors are used: 1 what every processor has, 2 AVX2, 3 AVX-512.
int32_t matching_vector_level(void);

/// Uses no wider vectors than `level` from now on (0: as wide as there are); for tests that compare them.
void matching_limit_vector_level(int32_t level);

// ---- threads ----

/// Threads that wait for work.
typedef struct matching_crew matching_crew;

/// A crew of `threads` threads, the caller among them; NULL for one thread, or if no other can be made.
matching_crew *matching_crew_gather(int32_t threads);

/// Ends the threads of a crew and frees it; NULL is allowed.
void matching_crew_dismiss(matching_crew *crew);

// ---- one row ----

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
    /// How far a screening score may lie from the score on the grid.
    double screen_error;
    /// About how many candidates to list.
    int32_t wanted;
    /// How many fit; a multiple of 16, at most 128.
    int32_t capacity;
} matching_board;

/// Lists the best candidates of a row that is a list of `count` candidates with their columns, best key first.
///
/// - kind: what the scores are: 0 floats, 1 doubles, 2 whole numbers (INT32_MIN forbids).
/// - outside: set to a bound that no unlisted candidate's score - price exceeds (nor the best listed one falls below).
/// - Returns: the number of candidates.
int32_t matching_scan_listed(
    int32_t kind, const void *scores, const int32_t *columns, int64_t count, const matching_board *board,
    matching_candidate *list, double *outside);

/// The columns of a row whose score - price is `least` or more, ascending, into room for `capacity` + 4; capacity + 1 if there are
/// more than `capacity`.
int32_t matching_collect(
    int32_t kind, const void *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity);

/// The greatest score - price of a row in double precision; -infinity if there is none. NaN does not count.
double matching_greatest_margin_float(const float *scores, const double *prices, int64_t count);
double matching_greatest_margin_double(const double *scores, const double *prices, int64_t count);
double matching_greatest_margin_integer(const int32_t *scores, const double *prices, int64_t count);

/// What a row is worth at today's prices, and for which column it bids.
typedef struct {
    /// Score - price of the best column and of the second; -infinity if there is none.
    double first, second;
    /// The score of the best column.
    double score;
    /// The score - price that the best columns of half of 32 equal shares of the row's columns reach; -infinity if fewer have any.
    double usual;
    /// The greatest magnitude among the scores, infinity and NaN included. Whole numbers: of no meaning.
    double magnitude;
    /// The best column, -1 if there is none.
    int32_t column;
} matching_bid;

/// A row's bid, over all its columns. Among equals it goes for one that nobody has (`owners` is negative there), the first from
/// `rotation` on. `magnitude` is told only if `looks` is 1 or 2, `usual` only if it is 2.
matching_bid matching_bid_of_row(
    int32_t kind, const void *scores, const matching_board *board, const int32_t *owners, int64_t rotation,
    int32_t looks);

/// Goes on from a row that is reached: every column to which `base` - score + price is shorter than its distance gets that distance
/// and `row` as its parent. Finished columns have NaN for a distance.
///
/// - Returns: the least distance of all columns that are not finished; +infinity if none is reached.
double matching_reach(
    int32_t kind, const void *scores, const matching_board *board, double base, int32_t row, double *distances,
    int32_t *parents);

/// Which columns of a row have a score - price of `least` or more: one bit each, 64 a word.
void matching_tight_columns(
    int32_t kind, const void *scores, const matching_board *board, double least, uint64_t *words);

/// Raises the price of every column to the row's score less `row_price`, where that is more.
void matching_raise_prices(
    int32_t kind, const void *scores, int64_t count, double anchor, double row_price, double *prices);

/// The columns at exactly this distance, ascending, into room for `count` + 4; returns how many there are.
int32_t matching_columns_at(const double *distances, int64_t count, double distance, int32_t *columns);

// ---- many rows ----

/// A matrix whose rows are scanned, and where the results go: one entry, or `capacity` candidates, for every row.
typedef struct {
    /// The scores, row after row.
    const void *scores;
    /// 0 floats, 1 doubles, 2 whole numbers.
    int32_t kind;
    /// Whether rows are also copied to `screen` where that is apart from the scores, and surveyed if `surveys` is set.
    int32_t is_first_pass;
    int32_t surveys;
    /// The scores rounded to floats, to find candidates with; NULL if only the scores themselves are read.
    float *screen;
    const matching_board *board;
    matching_candidate *lists;
    int32_t *lengths;
    double *outside;
    /// Distance from the best value to the last listed one, a running mean; 0 before the first scan.
    double spread;
    /// Greatest finite magnitude among surveyed scores.
    double magnitude;
    /// Whether a surveyed row has a NaN, +infinity or a finite magnitude above 2^960 (look for it one by one).
    int32_t is_suspect;
    /// For every row what candidates are to be worth, unless NULL: all that are worth that much are listed, if they fit.
    const double *bars;
    /// Columns that are closed now and priced after the pass, and where their scores go, rounded to floats: `late_count` for each
    /// row, and, unless NULL, once more as a run of `late_stride` for each of these columns.
    const int32_t *late_columns;
    int32_t late_count;
    float *late_scores;
    float *late_by_column;
    int64_t late_stride;
} matching_rows;

/// Lists the best candidates of each of these rows, best key first, and the bound that no unlisted one exceeds.
///
/// Among very many equals a row begins at its own number, so that rows to which all columns are alike do not crowd at one end.
void matching_scan_rows(matching_rows *work, const int32_t *rows, int64_t count, matching_crew *crew);

// ---- surveys and samples ----

/// What a run of scores holds.
typedef struct {
    /// Greatest finite magnitude.
    double magnitude;
    /// Whether there is a NaN, +infinity or a finite magnitude above 2^960 (look for it one by one).
    int32_t is_suspect;
} matching_survey;

matching_survey matching_survey_float(const float *scores, int64_t count);
matching_survey matching_survey_double(const double *scores, int64_t count);

/// Prices for all columns from at most 256 sampled rows, each standing for an equal share of all rows: the solution, about, of the
/// transport problem between the sample and the columns. `row_prices` holds a first guess.
void matching_price_by_sample(
    const float *sample, int32_t rows, int64_t columns, float step, int32_t rounds, float *row_prices, float *prices,
    matching_crew *crew);

/// Whether two runs of memory hold the same.
int32_t matching_same_bytes(const void *left, const void *right, int64_t bytes);

/// Asks the system to back this memory with large pages; does nothing where that is not possible.
void matching_prefer_large_pages(const void *memory, int64_t bytes);

#endif
