// The scan of a row that is a list of candidates. Part of scan.h.

#define SCAN_LISTED(kind, element)                                                                              \
    /* The first `most` candidates worth `least` or more, as they come; most + 1 if there are more. */          \
    static int32_t LEVEL(gather_##kind)(                                                                        \
        const element *scores, const int32_t *columns, int64_t count, const matching_board *board, double least,\
        int32_t most, float *keys, double *exact, int32_t *kept) {                                              \
        int32_t found = 0;                                                                                      \
        for (int64_t index = 0; index < count; index++) {                                                       \
            double score = on_grid_##kind(scores[index], board->anchor);                                        \
            double value = score - board->prices[columns[index]];                                               \
            if (!(value >= least) || value == -INFINITY) continue;                                              \
            if (found == most) return most + 1;                                                                 \
            exact[found] = score;                                                                               \
            keys[found] = key_above(value);                                                                     \
            kept[found++] = columns[index];                                                                     \
        }                                                                                                       \
        return found;                                                                                           \
    }                                                                                                           \
    /* Lists what is beyond a bar that about `wanted` of 64 equal shares of the row reach. */                   \
    static int32_t LEVEL(scan_long_##kind)(                                                                     \
        const element *scores, const int32_t *columns, int64_t count, const matching_board *board,              \
        matching_candidate *list, double *outside) {                                                            \
        float keys[144];                                                                                        \
        double exact[128], lanes[64];                                                                           \
        int32_t kept[128], capacity = board->capacity;                                                          \
        for (int lane = 0; lane < 64; lane++) lanes[lane] = -INFINITY;                                          \
        for (int64_t index = 0; index < count; index++) {                                                       \
            double value = on_grid_##kind(scores[index], board->anchor) - board->prices[columns[index]];        \
            if (value > lanes[index % 64]) lanes[index % 64] = value;                                           \
        }                                                                                                       \
        for (int wanted = board->wanted;; wanted = (wanted + 1) / 2) {                                          \
            *outside = nth_lane(lanes, 64, wanted);                                                             \
            int32_t found = LEVEL(gather_##kind)(                                                               \
                scores, columns, count, board, *outside, capacity, keys, exact, kept);                          \
            if (found > capacity && wanted > 1) continue;                                                       \
            if (found > capacity) found = capacity;                                                             \
            LEVEL(place_by_key)(keys, exact, kept, found, list);                                                \
            return found;                                                                                       \
        }                                                                                                       \
    }                                                                                                           \
    static int32_t LEVEL(scan_listed_##kind)(                                                                   \
        const element *scores, const int32_t *columns, int64_t count, const matching_board *board,              \
        matching_candidate *list, double *outside) {                                                            \
        float keys[144];                                                                                        \
        double exact[128];                                                                                      \
        int32_t kept[128], most = most_ranked;                                                           \
        *outside = -INFINITY;                                                                                   \
        if (count > most) return LEVEL(scan_long_##kind)(scores, columns, count, board, list, outside);         \
        int32_t found = LEVEL(gather_##kind)(                                                                   \
            scores, columns, count, board, -INFINITY, most, keys, exact, kept);                                 \
        if (found <= board->capacity) {                                                                         \
            LEVEL(place_by_key)(keys, exact, kept, found, list);                                                \
            return found;                                                                                       \
        }                                                                                                       \
        int32_t listed = board->wanted + board->wanted / 2;                                                     \
        if (listed > board->capacity) listed = board->capacity;                                                 \
        double best;                                                                                            \
        *outside = LEVEL(place_best_by_key)(keys, exact, kept, found, listed, board->prices, list, &best);      \
        /* A reader takes a list whose best is worth less than the bound for one to be made anew, for ever. */  \
        if (best >= *outside) return listed;                                                                    \
        return LEVEL(scan_long_##kind)(scores, columns, count, board, list, outside);                           \
    }

SCAN_LISTED(float, float)
SCAN_LISTED(double, double)
SCAN_LISTED(integer, int32_t)
#undef SCAN_LISTED
