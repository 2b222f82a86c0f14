#include "vectors.h"

// Sums over places of the outer products of `height` entries of a row on the left, and a whole row on the right.
#define BLOCK(name, type) \
    INLINE void name( \
        double *restrict out, const type *restrict left, const int32_t *restrict rows, int64_t stride, \
        const double *restrict right, int64_t count, int64_t height) { \
        Eight first[8], second[8]; \
        _Pragma("clang loop unroll(full)") for (int64_t index = 0; index < height; index++) { \
            first[index] = *(const Eight *)(out + index * USUAL); \
            second[index] = *(const Eight *)(out + index * USUAL + 8); \
        } \
        for (int64_t place = 0; place < count; place++) { \
            const type *row = left + (rows ? rows[place] : place) * stride; \
            Eight one = *(const Eight *)(right + place * USUAL), two = *(const Eight *)(right + place * USUAL + 8); \
            _Pragma("clang loop unroll(full)") for (int64_t index = 0; index < height; index++) { \
                double factor = row[index]; \
                first[index] += factor * one; \
                second[index] += factor * two; \
            } \
        } \
        _Pragma("clang loop unroll(full)") for (int64_t index = 0; index < height; index++) { \
            *(Eight *)(out + index * USUAL) = first[index]; \
            *(Eight *)(out + index * USUAL + 8) = second[index]; \
        } \
    }
BLOCK(add_block_of_floats, float)
BLOCK(add_block_of_doubles, double)

WIDEST void scoring_add_scatter(double *out, const double *rows, int64_t count, int64_t width) {
    if (width == USUAL) {
        for (int64_t index = 0; index < USUAL; index += 8)
            add_block_of_doubles(out + index * USUAL, rows + index, 0, USUAL, rows, count, 8);
        return;
    }
    for (int64_t place = 0; place < count; place++) {
        const double *row = rows + place * width;
        for (int64_t index = 0; index < width; index++) add(out + index * width, row[index], row, width);
    }
}

WIDEST void scoring_add_products(
    double *out, const float *left, const int32_t *rows, const double *right, int64_t count, int64_t height,
    int64_t width) {
    if (width == USUAL) {
        int64_t index = 0;
        for (; index + 8 <= height; index += 8)
            add_block_of_floats(out + index * USUAL, left + index, rows, height, right, count, 8);
        for (; index + 2 <= height; index += 2)
            add_block_of_floats(out + index * USUAL, left + index, rows, height, right, count, 2);
        for (; index < height; index++)
            add_block_of_floats(out + index * USUAL, left + index, rows, height, right, count, 1);
        return;
    }
    for (int64_t place = 0; place < count; place++) {
        const float *row = left + rows[place] * height;
        for (int64_t index = 0; index < height; index++) {
            double factor = row[index];
            if (factor != 0) add(out + index * width, factor, right + place * width, width);
        }
    }
}

INLINE void subtract_rows(
    double *restrict out, const float *restrict rest, const double *restrict effect, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++) out[column] += rest[column] - effect[column];
}

WIDEST void scoring_add_rests(
    double *out, const int32_t *dyads, const int32_t *others, int64_t first_place, int64_t count, const float *rests,
    const double *effects, int64_t width) {
    dyads += first_place;
    others += first_place;
    if (width == USUAL) {
        Eight first = *(Eight *)out, second = *(Eight *)(out + 8);
        for (int64_t place = 0; place < count; place++) {
            const float *rest = rests + dyads[place] * (int64_t)USUAL;
            const double *effect = effects + others[place] * (int64_t)USUAL;
            double rows[USUAL];
            for (int column = 0; column < USUAL; column++) rows[column] = rest[column] - effect[column];
            first += *(Eight *)rows;
            second += *(Eight *)(rows + 8);
        }
        *(Eight *)out = first;
        *(Eight *)(out + 8) = second;
        return;
    }
    for (int64_t place = 0; place < count; place++)
        subtract_rows(out, rests + dyads[place] * width, effects + others[place] * width, width);
}

INLINE void write_residual(
    double *restrict out, const float *restrict rest, const double *restrict one, const double *restrict two,
    const double *restrict means, const double *restrict mask, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++)
        out[column] = mask[column] * (rest[column] - (means[column] + one[column] + two[column]));
}

WIDEST void scoring_write_residuals(
    double *out, const int32_t *dyads, int64_t count, const float *rests, const int32_t *people_a,
    const int32_t *people_b, const double *effects, const double *means, const double *mask, int64_t width) {
    for (int64_t place = 0; place < count; place++) {
        int64_t dyad = dyads[place];
        const double *one = effects + people_a[dyad] * width, *two = effects + people_b[dyad] * width;
        if (width == USUAL)
            write_residual(out + place * USUAL, rests + dyad * USUAL, one, two, means, mask, USUAL);
        else
            write_residual(out + place * width, rests + dyad * width, one, two, means, mask, width);
    }
}

INLINE void add_row_product(
    double *restrict out, const double *restrict left, const double *restrict right, int64_t height) {
    Eight first = *(Eight *)out, second = *(Eight *)(out + 8);
    for (int64_t index = 0; index < height; index++) {
        first += left[index] * *(const Eight *)(right + index * USUAL);
        second += left[index] * *(const Eight *)(right + index * USUAL + 8);
    }
    *(Eight *)out = first;
    *(Eight *)(out + 8) = second;
}

WIDEST void scoring_add_row_product(
    double *out, int64_t target, const double *left, int64_t row, const double *matrices, int64_t matrix, int64_t width) {
    out += target * width;
    left += row * width;
    matrices += matrix * width * width;
    if (width == USUAL) {
        add_row_product(out, left, matrices, USUAL);
        return;
    }
    for (int64_t index = 0; index < width; index++) add(out, left[index], matrices + index * width, width);
}

WIDEST void scoring_add_multiple(
    double *out, int64_t target, double factor, const double *matrices, int64_t matrix, int64_t size) {
    out += target * size;
    matrices += matrix * size;
    for (int64_t entry = 0; entry < size; entry++) out[entry] += factor * matrices[entry];
}

WIDEST void scoring_add_product(
    double *out, const double *left, const double *right, int64_t count, int64_t height, int64_t width) {
    for (int64_t place = 0; place < count; place++) {
        if (width == USUAL) {
            add_row_product(out + place * USUAL, left + place * height, right, height);
            continue;
        }
        for (int64_t index = 0; index < height; index++) {
            double factor = left[place * height + index];
            if (factor != 0) add(out + place * width, factor, right + index * width, width);
        }
    }
}

// Four rows at once, because each waits for its own sum.
INLINE void write_four_offsets(
    float *restrict out, float *restrict rests, const float *restrict answers, const float *restrict left,
    const float *restrict right, int64_t height) {
    Sixteen sums[4] = {{0}, {0}, {0}, {0}};
    for (int64_t index = 0; index < height; index++) {
        Sixteen weights = *(const Sixteen *)(right + index * USUAL);
        _Pragma("clang loop unroll(full)") for (int row = 0; row < 4; row++)
            sums[row] += left[row * height + index] * weights;
    }
    _Pragma("clang loop unroll(full)") for (int row = 0; row < 4; row++) {
        *(Sixteen *)(out + row * USUAL) = sums[row];
        *(Sixteen *)(rests + row * USUAL) = *(const Sixteen *)(answers + row * USUAL) - sums[row];
    }
}

WIDEST void scoring_write_offsets(
    float *restrict out, float *restrict rests, const float *restrict answers, const float *restrict left,
    const float *restrict right, int64_t count, int64_t height, int64_t width) {
    int64_t place = 0;
    if (width == USUAL)
        for (; place + 4 <= count; place += 4)
            write_four_offsets(
                out + place * USUAL, rests + place * USUAL, answers + place * USUAL, left + place * height, right, height);
    for (; place < count; place++) {
        float *row = out + place * width;
        memset(row, 0, (size_t)width * sizeof(float));
        for (int64_t index = 0; index < height; index++) {
            float factor = left[place * height + index];
            SHORT_ROWS
            for (int64_t column = 0; column < width; column++) row[column] += factor * right[index * width + column];
        }
        for (int64_t column = 0; column < width; column++)
            rests[place * width + column] = answers[place * width + column] - row[column];
    }
}

// Turns two rows by an angle with this cosine and sine.
INLINE void turn(double *restrict one, double *restrict two, double cosine, double sine, int64_t width) {
    SHORT_ROWS
    for (int64_t column = 0; column < width; column++) {
        double x = one[column], y = two[column];
        one[column] = cosine * x - sine * y;
        two[column] = sine * x + cosine * y;
    }
}

WIDEST void scoring_turn_rows(double *matrix, int64_t first, int64_t second, double cosine, double sine, int64_t width) {
    turn(matrix + first * width, matrix + second * width, cosine, sine, width);
}
