// The scan of one row: find a bar that about `wanted` candidates reach, collect them, sort them. Part of scan.h.

#define SCAN(kind, element)                                                                                     \
    /* Exact values and keys of the collected columns, then the sorted list. */                                 \
    static void LEVEL(list_##kind)(                                                                             \
        const element *scores, const matching_board *board, const int32_t *columns, int32_t count,              \
        matching_candidate *list) {                                                                             \
        float keys[160];                                                                                        \
        double exact[144];                                                                                      \
        for (int32_t index = 0; index < count; index++) {                                                       \
            int32_t column = columns[index];                                                                    \
            exact[index] = on_grid_##kind(scores[column], board->anchor);                                       \
            keys[index] = key_above(exact[index] - board->prices[column]);                                      \
        }                                                                                                       \
        LEVEL(place_by_key)(keys, exact, columns, count, list);                                                 \
    }                                                                                                           \
    /* The list of columns that are all worth `best`: as they come, for they need no sorting. */                \
    static void LEVEL(list_tied_##kind)(                                                                        \
        const element *scores, const matching_board *board, const int32_t *columns, int32_t count, double best, \
        matching_candidate *list) {                                                                             \
        float key = key_above(best);                                                                            \
        for (int32_t index = 0; index < count; index++) {                                                       \
            int32_t column = columns[index];                                                                    \
            list[index] = (matching_candidate){on_grid_##kind(scores[column], board->anchor), key, column};     \
        }                                                                                                       \
        matching_pad_list(list, count);                                                                         \
    }                                                                                                           \
    /* The columns that tie for the best, from `rotation` on, as many as fit. */                                \
    static int32_t LEVEL(collect_ties_##kind)(                                                                  \
        const element *scores, const matching_board *board, int64_t rotation, double best, int32_t *columns) {  \
        int32_t capacity = board->capacity;                                                                     \
        int32_t found = LEVEL(collect_exactly_##kind)(                                                          \
            scores, board->prices, rotation, board->count, board->anchor, best, columns, 0, capacity);          \
        if (found <= capacity)                                                                                  \
            found = LEVEL(collect_exactly_##kind)(                                                              \
                scores, board->prices, 0, rotation, board->anchor, best, columns, found, capacity);             \
        return found > capacity ? capacity : found;                                                             \
    }                                                                                                           \
    /* All that are worth `bar` or more; -1 if they do not fit. */                                              \
    static int32_t LEVEL(scan_from_bar_exactly_##kind)(                                                         \
        const element *scores, const matching_board *board, double bar, matching_candidate *list, double *outside) { \
        int32_t columns[144];                                                                                   \
        int32_t found = LEVEL(collect_exactly_##kind)(                                                          \
            scores, board->prices, 0, board->count, board->anchor, bar, columns, 0, board->capacity);           \
        if (found > board->capacity) return -1;                                                                 \
        *outside = bar;                                                                                         \
        LEVEL(list_##kind)(scores, board, columns, found, list);                                                \
        return found;                                                                                           \
    }                                                                                                           \
    /* Double precision throughout. If too many candidates tie for the best, takes the first from `rotation` on. */ \
    static int32_t LEVEL(scan_exactly_##kind)(                                                                  \
        const element *scores, const matching_board *board, double *spread, int64_t rotation,                   \
        matching_candidate *list, double *outside) {                                                            \
        double lanes[32];                                                                                       \
        int32_t columns[144], capacity = board->capacity;                                                       \
        LEVEL(exact_lanes_##kind)(scores, board->prices, board->count, board->anchor, lanes);                   \
        double best = greatest_lane(lanes, 32);                                                                 \
        *outside = -INFINITY;                                                                                   \
        if (best == -INFINITY) return 0;                                                                        \
        if (board->count > capacity && lanes_from(lanes, 32, best) > 20) {                                      \
            int32_t found = LEVEL(collect_ties_##kind)(scores, board, rotation, best, columns);                 \
            *outside = best;                                                                                    \
            LEVEL(list_tied_##kind)(scores, board, columns, found, best, list);                                 \
            return found;                                                                                       \
        }                                                                                                       \
        double least = board->count <= capacity ? -LOWEST : bar_among(lanes, 32, best, board->wanted * 2 / 3, spread); \
        int32_t found = LEVEL(collect_exactly_##kind)(                                                          \
            scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity);                \
        *outside = least == -LOWEST ? -INFINITY : least;                                                          \
        if (found > capacity) {                                                                                 \
            *spread *= 0.5;                                                                                     \
            least = nth_lane(lanes, 32, 2);                                                                     \
            found = LEVEL(collect_exactly_##kind)(                                                              \
                scores, board->prices, 0, board->count, board->anchor, least, columns, 0, capacity);            \
            *outside = least;                                                                                   \
        }                                                                                                       \
        if (found > capacity) {                                                                                 \
            found = LEVEL(collect_ties_##kind)(scores, board, rotation, best, columns);                         \
            *outside = best;                                                                                    \
            LEVEL(list_tied_##kind)(scores, board, columns, found, best, list);                                 \
            return found;                                                                                       \
        }                                                                                                       \
        LEVEL(list_##kind)(scores, board, columns, found, list);                                                \
        return found;                                                                                           \
    }

SCAN(float, float)
SCAN(double, double)
SCAN(integer, int32_t)
#undef SCAN

// Screens a row in single precision. `margin` bounds what rounding score, price and difference can hide. Meanwhile the row at
// `ahead` is fetched, and `magnitude`, where wanted, set as float_lanes does.
#define SCAN_SCREENED(kind, element)                                                                            \
    static int32_t LEVEL(scan_screened_##kind)(                                                                 \
        const float *screen, const float *ahead, const element *scores, const matching_board *board,            \
        double *spread, int64_t rotation, matching_candidate *list, double *outside, int32_t *magnitude) {      \
        int32_t columns[144], capacity = board->capacity;                                                       \
        float lanes[64];                                                                                        \
        if (magnitude)                                                                                          \
            LEVEL(float_lanes)(screen, board->rounded_prices, board->count, ahead, lanes, 1, magnitude);        \
        else                                                                                                    \
            LEVEL(float_lanes)(screen, board->rounded_prices, board->count, ahead, lanes, 0, NULL);             \
        if (board->count <= capacity)                                                                           \
            return LEVEL(scan_exactly_##kind)(scores, board, spread, rotation, list, outside);                  \
        float best = LEVEL(greatest_float)(lanes);                                                              \
        if (best == -INFINITY) {                                                                                \
            *outside = -INFINITY;                                                                               \
            return 0;                                                                                           \
        }                                                                                                       \
        /* Ties are for the exact scan. */                                                                      \
        int32_t wanted = LEVEL(float_lanes_from)(lanes, best) > 40 ? 0 : board->wanted;                         \
        int64_t early = LEVEL(fetched_first)(board->count);                                                     \
        for (; wanted >= 6; wanted /= 2) {                                                                      \
            float bar = LEVEL(float_bar)(lanes, best, wanted, spread);                                          \
            if (bar == -MAXIMUM) break;                                                                         \
            double size = bar < 0 ? -(double)bar : bar;                                                         \
            double margin = 0x1.2p-23 * (board->price_magnitude + size) + board->screen_error;                  \
            double least = (double)bar - 2.1 * margin;                                                          \
            float below = (float)least;                                                                         \
            if ((double)below > least) below = next_below(below);                                               \
            int32_t found = LEVEL(collect_ahead)(                                                               \
                screen, board->rounded_prices, board->count, below, ahead + early, board->count - early,        \
                columns, capacity, 0, NULL);                                                                    \
            if (found > capacity) continue;                                                                     \
            *outside = (double)below + margin;                                                                  \
            LEVEL(list_##kind)(scores, board, columns, found, list);                                            \
            return found;                                                                                       \
        }                                                                                                       \
        double exact_spread = *spread;                                                                          \
        return LEVEL(scan_exactly_##kind)(scores, board, &exact_spread, rotation, list, outside);               \
    }

// As scan_from_bar_exactly, but screens the row in single precision, and fetches the one at `ahead` meanwhile.
#define SCAN_FROM_BAR(kind, element)                                                                            \
    static int32_t LEVEL(scan_from_bar_##kind)(                                                                 \
        const float *screen, const float *ahead, const element *scores, const matching_board *board, double bar,\
        matching_candidate *list, double *outside, int32_t *magnitude) {                                        \
        int32_t columns[144];                                                                                   \
        double margin = 0x1.2p-23 * (board->price_magnitude + (bar < 0 ? -bar : bar)) + board->screen_error;    \
        double least = bar - 1.1 * margin;                                                                      \
        float below = (float)least;                                                                             \
        if ((double)below > least) below = next_below(below);                                                   \
        int32_t found = magnitude                                                                               \
            ? LEVEL(collect_ahead)(                                                                             \
                  screen, board->rounded_prices, board->count, below, ahead, board->count, columns,             \
                  board->capacity, 1, magnitude)                                                                \
            : LEVEL(collect_ahead)(                                                                             \
                  screen, board->rounded_prices, board->count, below, ahead, board->count, columns,             \
                  board->capacity, 0, NULL);                                                                    \
        if (found > board->capacity) return -1;                                                                 \
        *outside = (double)below + margin;                                                                      \
        LEVEL(list_##kind)(scores, board, columns, found, list);                                                \
        return found;                                                                                           \
    }

SCAN_FROM_BAR(float, float)
SCAN_FROM_BAR(double, double)
SCAN_FROM_BAR(integer, int32_t)
#undef SCAN_FROM_BAR

SCAN_SCREENED(float, float)
SCAN_SCREENED(double, double)
SCAN_SCREENED(integer, int32_t)
#undef SCAN_SCREENED
