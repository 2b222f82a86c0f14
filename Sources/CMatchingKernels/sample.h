// Prices from a sample of rows. Part of scan.h.

// For columns of some blocks of 32 the greatest score - row price over the sampled rows; counts how many columns each row wins (the
// first of equals).
static void LEVEL(best_rows)(void *context, int64_t from, int64_t to) {
    priced_sample *priced = context;
    const float *sample = priced->sample, *row_prices = priced->row_prices;
    float *best = priced->prices;
    const int32_t rows = priced->rows;
    const int64_t columns = priced->columns;
    int32_t winners[32], wins[256];
    for (int32_t row = 0; row < rows; row++) wins[row] = 0;
    for (int64_t column = 32 * from; column + 32 <= columns && column < 32 * to; column += 32) {
        FLOATS low = (FLOATS){} - INFINITY, high = low;
        LEVEL(float_mask) low_row = {}, high_row = {};
        for (int32_t row = 0; row < rows; row++) {
            const float *scores = sample + row * columns + column;
            FLOATS price = (FLOATS){} + row_prices[row];
            LEVEL(float_mask) number = (LEVEL(float_mask)){} + row;
            FLOATS value = LEVEL(load_floats)(scores) - price;
            LEVEL(float_mask) better = value > low;
            low = LEVEL(larger_float)(value, low);
            low_row = (better & number) | (~better & low_row);
            value = LEVEL(load_floats)(scores + 16) - price;
            better = value > high;
            high = LEVEL(larger_float)(value, high);
            high_row = (better & number) | (~better & high_row);
        }
        __builtin_memcpy(best + column, &low, 64);
        __builtin_memcpy(best + column + 16, &high, 64);
        __builtin_memcpy(winners, &low_row, 64);
        __builtin_memcpy(winners + 16, &high_row, 64);
        for (int32_t lane = 0; lane < 32; lane++) wins[winners[lane]]++;
    }
    for (int64_t column = columns & ~(int64_t)31; column < columns && column < 32 * to; column++) {
        if (column < 32 * from) continue;
        float greatest = -INFINITY;
        int32_t winner = 0;
        for (int32_t row = 0; row < rows; row++) {
            float value = sample[row * columns + column] - row_prices[row];
            if (value > greatest) {
                greatest = value;
                winner = row;
            }
        }
        best[column] = greatest;
        wins[winner]++;
    }
    for (int32_t row = 0; row < rows; row++)
        if (wins[row]) __c11_atomic_fetch_add(&priced->wins[row], wins[row], __ATOMIC_RELAXED);
}

static void LEVEL(share_best_rows)(priced_sample *priced, matching_crew *crew) {
    for (int32_t row = 0; row < priced->rows; row++) priced->wins[row] = 0;
    crew_share(crew, (priced->columns + 31) / 32, 16, LEVEL(best_rows), priced);
}

// Subgradient descent on the sampled rows' prices until each wins about columns / rows columns; averages the second half of the way.
static void LEVEL(price_by_sample)(
    const float *sample, int32_t rows, int64_t columns, float step, int32_t rounds, float *row_prices, float *prices,
    matching_crew *crew) {
    priced_sample priced = {.sample = sample, .rows = rows, .columns = columns, .row_prices = row_prices, .prices = prices};
    float mean[256];
    for (int32_t row = 0; row < rows; row++) mean[row] = 0;
    float share = (float)columns / (float)rows;
    int32_t averaged = 0;
    for (int32_t round = 0; round < rounds; round++) {
        LEVEL(share_best_rows)(&priced, crew);
        float length = step / (1 + 0.3f * (float)round);
        int32_t counts = 2 * round >= rounds;
        averaged += counts;
        for (int32_t row = 0; row < rows; row++) {
            float excess = ((float)priced.wins[row] - share) / share;
            row_prices[row] += length * (excess > 1 ? 1 : excess);
            if (counts) mean[row] += row_prices[row];
        }
    }
    for (int32_t row = 0; row < rows; row++) row_prices[row] = mean[row] / (float)averaged;
    LEVEL(share_best_rows)(&priced, crew);
}
