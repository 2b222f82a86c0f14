// Passes over many rows of a matrix. Part of scan.h.

// Adds what a row holds to what all hold.
static void LEVEL(note_survey)(shared_rows *shared, matching_survey survey) {
    if (survey.is_suspect) __c11_atomic_store(&shared->is_suspect, 1, __ATOMIC_RELAXED);
    uint64_t bits, most = __c11_atomic_load(&shared->magnitude, __ATOMIC_RELAXED);
    __builtin_memcpy(&bits, &survey.magnitude, sizeof bits);
    while (bits > most &&
           !__c11_atomic_compare_exchange_weak(&shared->magnitude, &most, bits, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {}
}

// Prepares a row for its first scan: looks for what may not be among scores, and rounds it to floats where that is kept apart.
static void LEVEL(survey_row)(shared_rows *shared, int64_t row) {
    matching_rows *work = shared->rows;
    int64_t columns = work->board->count;
    float *screen = work->screen ? work->screen + row * columns : NULL;
    matching_survey survey = {0, 0};
    if (work->kind == 0) {
        if (work->surveys) survey = LEVEL(survey_float)((const float *)work->scores + row * columns, columns);
    } else if (work->kind == 1) {
        const double *scores = (const double *)work->scores + row * columns;
        if (work->surveys) survey = LEVEL(survey_double)(scores, columns);
        if (screen)
            for (int64_t column = 0; column < columns; column++) screen[column] = (float)scores[column];
    } else if (screen) {
        const int32_t *scores = (const int32_t *)work->scores + row * columns;
        for (int64_t column = 0; column < columns; column++)
            screen[column] = scores[column] == INT32_MIN ? -INFINITY : (float)scores[column];
    }
    LEVEL(note_survey)(shared, survey);
}

#define SCAN_ROW(kind, element)                                                                                 \
    static int32_t LEVEL(scan_row_##kind)(                                                                      \
        const matching_rows *work, int64_t row, int64_t ahead, double *spread, int32_t *magnitude) {            \
        const matching_board *board = work->board;                                                              \
        const element *scores = (const element *)work->scores + row * board->count;                             \
        matching_candidate *list = work->lists + row * board->capacity;                                         \
        int64_t rotation = row % board->count;                                                                  \
        double outside, bar = work->bars ? work->bars[row] : -INFINITY;                                         \
        int32_t length = -1;                                                                                    \
        if (bar > -INFINITY)                                                                                    \
            length = work->screen                                                                               \
                ? LEVEL(scan_from_bar_##kind)(                                                                  \
                      work->screen + row * board->count, work->screen + ahead * board->count, scores, board,    \
                      bar, list, &outside, magnitude)                                                           \
                : LEVEL(scan_from_bar_exactly_##kind)(scores, board, bar, list, &outside);                      \
        if (length >= 0) {                                                                                      \
            work->outside[row] = bound_on_grid(outside, board->anchor);                                         \
            return length;                                                                                      \
        }                                                                                                       \
        if (!work->screen)                                                                                      \
            length = LEVEL(scan_exactly_##kind)(scores, board, spread, rotation, list, &outside);               \
        else                                                                                                    \
            length = LEVEL(scan_screened_##kind)(                                                               \
                work->screen + row * board->count, work->screen + ahead * board->count, scores, board, spread,  \
                rotation, list, &outside, magnitude);                                                           \
        work->outside[row] = bound_on_grid(outside, board->anchor);                                             \
        return length;                                                                                          \
    }

SCAN_ROW(float, float)
SCAN_ROW(double, double)
SCAN_ROW(integer, int32_t)
#undef SCAN_ROW

// The first scan of a row of floats that are screened as they are surveys it at the same time.
static int32_t LEVEL(scan_first)(shared_rows *shared, int64_t row, int64_t ahead, double *spread) {
    int32_t bits = 0;
    int32_t length = LEVEL(scan_row_float)(shared->rows, row, ahead, spread, &bits);
    float magnitude;
    __builtin_memcpy(&magnitude, &bits, sizeof magnitude);
    if (magnitude < INFINITY)
        LEVEL(note_survey)(shared, (matching_survey){magnitude, 0});
    else
        LEVEL(survey_row)(shared, row);
    return length;
}

// Copies the scores of late columns while the row is at hand.
static void LEVEL(copy_late_scores)(const matching_rows *work, int64_t row) {
    int64_t start = row * work->board->count;
    float *late = work->late_scores + row * work->late_count;
    for (int32_t place = 0; place < work->late_count; place++) {
        int64_t at = start + work->late_columns[place];
        switch (work->kind) {
        case 0: late[place] = ((const float *)work->scores)[at]; break;
        case 1: late[place] = (float)((const double *)work->scores)[at]; break;
        default: {
            int32_t score = ((const int32_t *)work->scores)[at];
            late[place] = score == INT32_MIN ? -INFINITY : (float)score;
        }
        }
    }
    if (!work->late_by_column) return;
    for (int32_t place = 0; place < work->late_count; place++)
        work->late_by_column[place * work->late_stride + row] = late[place];
}

static void LEVEL(scan_some)(void *context, int64_t from, int64_t to) {
    shared_rows *shared = context;
    const matching_rows *work = shared->rows;
    for (int64_t index = from; index < to; index++) {
        int64_t row = shared->numbers[index], ahead = index + 1 < to ? shared->numbers[index + 1] : row;
        int is_apart = work->is_first_pass && (work->kind != 0 || !work->screen);
        if (is_apart) LEVEL(survey_row)(shared, row);
        if (work->late_count > 0) LEVEL(copy_late_scores)(work, row);
        double spread = work->spread;
        switch (work->kind) {
        case 0:
            work->lengths[row] = work->is_first_pass && work->surveys && work->screen
                ? LEVEL(scan_first)(shared, row, ahead, &spread)
                : LEVEL(scan_row_float)(work, row, ahead, &spread, NULL);
            break;
        case 1: work->lengths[row] = LEVEL(scan_row_double)(work, row, ahead, &spread, NULL); break;
        default: work->lengths[row] = LEVEL(scan_row_integer)(work, row, ahead, &spread, NULL); break;
        }
        shared->spreads[index] = spread;
    }
}

