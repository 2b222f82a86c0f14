// Compiles scan.h for each width of vectors and chooses one at run time.

#include "CMatchingKernels.h"
#include "crew.h"

#include <math.h>
#include <stddef.h>

// Below every score that is allowed.
#define MAXIMUM 3.0e38f
#define LOWEST 1.7e308

// Rows are surveyed one after the other, so what lies this many bytes ahead is fetched meanwhile.
enum { ahead = 4096 };

// All candidates of a listed row are ranked if they are no more than this; of a longer one only those beyond a bar.
enum { most_ranked = 128 };

#pragma STDC FP_CONTRACT OFF
// Vectors are passed between inlined functions only, so their calling convention does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

static inline double on_grid_float(float score, double anchor) { return ((double)score + anchor) - anchor; }
static inline double on_grid_double(double score, double anchor) { return (score + anchor) - anchor; }
static inline double on_grid_integer(int32_t score, double anchor) {
    (void)anchor;
    return score == INT32_MIN ? -INFINITY : (double)score;
}

// A bound of values on the grid, rounded to it: bids that go by the bound must not lead prices off the grid. Nothing on the grid lies
// between the two if the bound is exact, and the margin of a screened one is wider by half a unit than it need be.
static inline double bound_on_grid(double bound, double anchor) {
    double rounding = anchor == 0 ? 0x1.8p52 : anchor;
    return (bound + rounding) - rounding;
}

static inline float next_below(float value) { return nextafterf(value, -INFINITY); }

// A float that is not below `value`.
static inline float key_above(double value) {
    float rounded = (float)value;
    if (rounded == -INFINITY) return -0x1.fffffep127f;
    return (double)rounded < value ? rounded + (rounded < 0 ? -rounded : rounded) * 0x1p-22f + 0x1p-148f : rounded;
}

static double greatest_lane(const double *lanes, int count) {
    double best = -INFINITY;
    for (int lane = 0; lane < count; lane++)
        if (lanes[lane] > best) best = lanes[lane];
    return best;
}

// The n-th greatest lane, n from 1, found by insertion.
static double nth_lane(const double *lanes, int count, int n) {
    double top[64];
    int kept = 0;
    for (int lane = 0; lane < count; lane++) {
        if (kept == n && !(lanes[lane] > top[kept - 1])) continue;
        int place = kept < n ? kept++ : n - 1;
        for (; place > 0 && top[place - 1] < lanes[lane]; place--) top[place] = top[place - 1];
        top[place] = lanes[lane];
    }
    return top[kept - 1];
}

static float nth_float_lane(const float *lanes, int n) {
    float top[64];
    int kept = 0;
    for (int lane = 0; lane < 64; lane++) {
        if (kept == n && !(lanes[lane] > top[kept - 1])) continue;
        int place = kept < n ? kept++ : n - 1;
        for (; place > 0 && top[place - 1] < lanes[lane]; place--) top[place] = top[place - 1];
        top[place] = lanes[lane];
    }
    return top[kept - 1];
}

static int lanes_from(const double *lanes, int count, double bar) {
    int reached = 0;
    for (int lane = 0; lane < count; lane++) reached += lanes[lane] >= bar;
    return reached;
}

// A bar that about `wanted` lanes reach: tries the last scan's distance, then halves or doubles it, then bisects.
static double bar_among(const double *lanes, int count, double best, int wanted, double *spread) {
    double distance = *spread, narrow = 0, wide = INFINITY;
    for (int step = 0; distance > 0 && step < 20; step++) {
        int reached = lanes_from(lanes, count, best - distance);
        if (reached > wanted + wanted / 2) {
            wide = distance;
            distance = 0.5 * (narrow + wide);
        } else if (reached < wanted - wanted / 2) {
            narrow = distance;
            distance = wide < INFINITY ? 0.5 * (narrow + wide) : 2 * distance;
        } else {
            if (step > 0) *spread += 0.25 * (distance - *spread);
            return best - distance;
        }
    }
    double bar = nth_lane(lanes, count, wanted);
    if (bar == -INFINITY) return -LOWEST;
    *spread = *spread == 0 ? best - bar : 0.75 * *spread + 0.25 * (best - bar);
    return bar;
}

// What one call of matching_scan_rows shares: at most so many rows at a time.
enum { most_rows = 256 };
typedef struct {
    matching_rows *rows;
    const int32_t *numbers;
    // The spread after each row's scan.
    double spreads[most_rows];
    // The greatest magnitude as the bits of a double that is not negative, which are in the same order.
    _Atomic uint64_t magnitude;
    _Atomic int32_t is_suspect;
} shared_rows;

// What the passes of matching_price_by_sample share.
typedef struct {
    const float *sample;
    int32_t rows;
    int64_t columns;
    const float *row_prices;
    float *prices;
    // How many columns each row wins.
    _Atomic int32_t wins[256];
} priced_sample;

#define LEVEL(name) portable_##name
#include "scan.h"
#undef LEVEL

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define LEVEL(name) avx2_##name
#include "scan.h"
#undef LEVEL
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,prefer-256-bit,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define LEVEL(name) avx512_##name
#include "scan.h"
#undef LEVEL
#pragma clang attribute pop

static int32_t widest(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) return 3;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? 2 : 1;
}
#define CHOOSE(name, ...)                            \
    switch (matching_vector_level()) {               \
    case 3: return avx512_##name(__VA_ARGS__);       \
    case 2: return avx2_##name(__VA_ARGS__);         \
    default: return portable_##name(__VA_ARGS__);    \
    }
#else
static int32_t widest(void) { return 1; }
#define CHOOSE(name, ...) return portable_##name(__VA_ARGS__);
#endif

// 0 until it is known.
static int32_t level = 0;

int32_t matching_vector_level(void) {
    int32_t known = __atomic_load_n(&level, __ATOMIC_RELAXED);
    if (known) return known;
    known = widest();
    __atomic_store_n(&level, known, __ATOMIC_RELAXED);
    return known;
}

void matching_limit_vector_level(int32_t limit) {
    int32_t most = widest();
    __atomic_store_n(&level, limit > 0 && limit < most ? limit : most, __ATOMIC_RELAXED);
}


matching_survey matching_survey_float(const float *scores, int64_t count) { CHOOSE(survey_float, scores, count) }
matching_survey matching_survey_double(const double *scores, int64_t count) { CHOOSE(survey_double, scores, count) }

double matching_greatest_margin_float(const float *scores, const double *prices, int64_t count) {
    CHOOSE(greatest_margin_float, scores, prices, count)
}
double matching_greatest_margin_double(const double *scores, const double *prices, int64_t count) {
    CHOOSE(greatest_margin_double, scores, prices, count)
}
double matching_greatest_margin_integer(const int32_t *scores, const double *prices, int64_t count) {
    CHOOSE(greatest_margin_integer, scores, prices, count)
}

void matching_price_by_sample(
    const float *sample, int32_t rows, int64_t columns, float step, int32_t rounds, float *row_prices, float *prices,
    matching_crew *crew) {
    CHOOSE(price_by_sample, sample, rows, columns, step, rounds, row_prices, prices, crew)
}

int32_t matching_collect(
    int32_t kind, const void *scores, const matching_board *board, double least, int32_t *columns, int32_t capacity) {
    switch (kind) {
    case 0: CHOOSE(collect_exactly_float, scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity)
    case 1: CHOOSE(collect_exactly_double, scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity)
    default: CHOOSE(collect_exactly_integer, scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity)
    }
}

double matching_reach(
    int32_t kind, const void *scores, const matching_board *board, double base, int32_t row, double *distances,
    int32_t *parents) {
    switch (kind) {
    case 0: CHOOSE(reach_float, scores, board->prices, board->count, board->anchor, base, row, distances, parents)
    case 1: CHOOSE(reach_double, scores, board->prices, board->count, board->anchor, base, row, distances, parents)
    default: CHOOSE(reach_integer, scores, board->prices, board->count, board->anchor, base, row, distances, parents)
    }
}

void matching_tight_columns(
    int32_t kind, const void *scores, const matching_board *board, double least, uint64_t *words) {
    switch (kind) {
    case 0: CHOOSE(tight_float, scores, board->prices, board->count, board->anchor, least, words)
    case 1: CHOOSE(tight_double, scores, board->prices, board->count, board->anchor, least, words)
    default: CHOOSE(tight_integer, scores, board->prices, board->count, board->anchor, least, words)
    }
}

void matching_raise_prices(
    int32_t kind, const void *scores, int64_t count, double anchor, double row_price, double *prices) {
    switch (kind) {
    case 0: CHOOSE(raise_prices_float, scores, count, anchor, row_price, prices)
    case 1: CHOOSE(raise_prices_double, scores, count, anchor, row_price, prices)
    default: CHOOSE(raise_prices_integer, scores, count, anchor, row_price, prices)
    }
}

int32_t matching_columns_at(const double *distances, int64_t count, double distance, int32_t *columns) {
    CHOOSE(columns_at, distances, count, distance, columns)
}

matching_bid matching_bid_of_row(
    int32_t kind, const void *scores, const matching_board *board, const int32_t *owners, int64_t rotation,
    int32_t looks) {
    switch (kind) {
    case 0: CHOOSE(bid_float, scores, board->prices, board->count, board->anchor, owners, rotation, looks)
    case 1: CHOOSE(bid_double, scores, board->prices, board->count, board->anchor, owners, rotation, looks)
    default: CHOOSE(bid_integer, scores, board->prices, board->count, board->anchor, owners, rotation, looks)
    }
}

int32_t matching_scan_listed(
    int32_t kind, const void *scores, const int32_t *columns, int64_t count, const matching_board *board,
    matching_candidate *list, double *outside) {
    switch (kind) {
    case 0: CHOOSE(scan_listed_float, scores, columns, count, board, list, outside)
    case 1: CHOOSE(scan_listed_double, scores, columns, count, board, list, outside)
    default: CHOOSE(scan_listed_integer, scores, columns, count, board, list, outside)
    }
}

static void scan_some(void *context, int64_t from, int64_t to) { CHOOSE(scan_some, context, from, to) }

// At most `most_rows` rows at a time begin with the same spread; the next begin with the mean of where these end.
void matching_scan_rows(matching_rows *work, const int32_t *rows, int64_t count, matching_crew *crew) {
    shared_rows shared = {.rows = work};
    while (count > 0) {
        int64_t some = work->spread == 0 ? 1 : count < most_rows ? count : most_rows;
        shared.numbers = rows;
        crew_share(crew, some, some > 64 ? 16 : 4, scan_some, &shared);
        double sum = 0;
        for (int64_t index = 0; index < some; index++) sum += shared.spreads[index];
        work->spread = sum / (double)some;
        rows += some;
        count -= some;
    }
    uint64_t bits = shared.magnitude;
    double magnitude;
    __builtin_memcpy(&magnitude, &bits, sizeof magnitude);
    if (magnitude > work->magnitude) work->magnitude = magnitude;
    work->is_suspect |= shared.is_suspect;
}
