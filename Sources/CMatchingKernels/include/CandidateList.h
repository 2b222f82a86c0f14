// A row's sorted list of candidates, and how to read it.
#ifndef C_MATCHING_CANDIDATE_LIST_H
#define C_MATCHING_CANDIDATE_LIST_H

#include <math.h>
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

/// Fills a list up with blanks to a multiple of eight, as its readers need.
static inline void matching_pad_list(matching_candidate *list, int32_t length) {
    for (int32_t place = length; place & 7; place++) list[place] = (matching_candidate){-INFINITY, -INFINITY, 0};
}

/// Has the first candidates of a list fetched, which will soon be read.
static inline void matching_fetch(const matching_candidate *list) {
    __builtin_prefetch(list, 0, 3);
    __builtin_prefetch((const char *)list + 64, 0, 3);
}

/// The two best candidates of a list at today's prices.
typedef struct {
    /// Score - price of the best one and of the second; -infinity if there is none.
    double first, second;
    /// Where they stand in the list; any place if there is none.
    int32_t first_place, second_place;
} matching_best_two;

// Vectors are passed between inlined functions only, so their calling convention does not matter.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef double matching_two __attribute__((vector_size(16)));
typedef double matching_four __attribute__((vector_size(32)));
typedef double matching_eight __attribute__((vector_size(64)));

// The larger and the smaller of each two lanes; none is NaN.
#define MATCHING_PICK(name, vector, relation)                                                                    \
    static inline __attribute__((always_inline)) vector name(vector a, vector b) {                                      \
        typedef int64_t lanes __attribute__((vector_size(sizeof(vector))));                                             \
        lanes first = a relation b;                                                                                     \
        return (vector)((first & (lanes)a) | (~first & (lanes)b));                                                      \
    }
MATCHING_PICK(matching_larger_four, matching_four, >)
MATCHING_PICK(matching_smaller_four, matching_four, <)
MATCHING_PICK(matching_larger_two, matching_two, >)
MATCHING_PICK(matching_smaller_two, matching_two, <)
#undef MATCHING_PICK

static inline __attribute__((always_inline)) double matching_larger(double a, double b) { return a > b ? a : b; }
static inline __attribute__((always_inline)) double matching_smaller(double a, double b) { return a < b ? a : b; }

// Which lanes of eight are equal to a value.
static inline __attribute__((always_inline)) uint32_t matching_lanes_of(matching_eight values, double value) {
    typedef _Bool bits __attribute__((ext_vector_type(8)));
    bits equal = __builtin_convertvector(values == (matching_eight){} + value, bits);
    uint8_t word;
    __builtin_memcpy(&word, &equal, 1);
    return word;
}

// The two greatest of eight, and where they stand.
static inline __attribute__((always_inline)) matching_best_two matching_best_two_of(matching_eight values, int32_t place) {
    matching_four left = __builtin_shufflevector(values, values, 0, 1, 2, 3);
    matching_four right = __builtin_shufflevector(values, values, 4, 5, 6, 7);
    matching_four high = matching_larger_four(left, right), low = matching_smaller_four(left, right);
    matching_two high_left = __builtin_shufflevector(high, high, 0, 1), high_right = __builtin_shufflevector(high, high, 2, 3);
    matching_two low_left = __builtin_shufflevector(low, low, 0, 1), low_right = __builtin_shufflevector(low, low, 2, 3);
    matching_two best = matching_larger_two(high_left, high_right);
    matching_two next = matching_larger_two(
        matching_smaller_two(high_left, high_right), matching_larger_two(low_left, low_right));
    double first = matching_larger(best[0], best[1]);
    double second = matching_larger(matching_smaller(best[0], best[1]), matching_larger(next[0], next[1]));
    uint32_t firsts = matching_lanes_of(values, first), seconds = matching_lanes_of(values, second);
    seconds = first == second ? firsts & (firsts - 1) : seconds;
    return (matching_best_two){first, second, place + __builtin_ctz(firsts), place + __builtin_ctz(seconds)};
}

/// Reads a list of `length` candidates as far as needed.
///
/// Which candidate is best is not to be foreseen, so eight are compared at a time without a branch; most lists are read no further.
static inline matching_best_two matching_read_list(const matching_candidate *list, int32_t length, const double *prices) {
    matching_best_two best = {-INFINITY, -INFINITY, 0, 0};
    for (int32_t place = 0; place < length && (double)list[place].key > best.second; place += 8) {
        matching_eight values;
        for (int lane = 0; lane < 8; lane++)
            values[lane] = list[place + lane].score - prices[list[place + lane].column];
        matching_best_two here = matching_best_two_of(values, place);
        if (place == 0) {
            best = here;
        } else if (here.first > best.first) {
            if (best.first >= here.second) {
                here.second = best.first;
                here.second_place = best.first_place;
            }
            best = here;
        } else if (here.first > best.second) {
            best.second = here.first;
            best.second_place = here.first_place;
        }
    }
    return best;
}

#pragma clang diagnostic pop

#endif
