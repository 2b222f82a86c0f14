#include "vectors.h"

// The transposed factor, in and above the diagonal: its rows are contiguous. What is below has no meaning; `room` takes
// `width` numbers. Whole rows are worked on, because short ones do not fill vectors.
INLINE void factorise_above(double *restrict matrix, double *restrict room, int64_t width) {
    for (int64_t row = 0; row < width; row++) room[row] = matrix[row * width + row];
    for (int64_t pivot = 0; pivot < width; pivot++) {
        double *row = matrix + pivot * width;
        double root = sqrt(fmax(row[pivot], 1e-12 * fmax(room[pivot], 1e-12)));
        row[pivot] = root;
        for (int64_t column = pivot + 1; column < width; column++) row[column] /= root;
        for (int64_t below = pivot + 1; below < width; below++) {
            int64_t start = below & ~(int64_t)7;
            subtract(matrix + below * width + start, row[below], row + start, width - start);
        }
    }
}

WIDEST void scoring_factorise(double *matrix, double *room, int64_t width) {
    factorise_above(matrix, room, width);
    for (int64_t row = 0; row < width; row++) {
        for (int64_t column = row + 1; column < width; column++) {
            matrix[column * width + row] = matrix[row * width + column];
            matrix[row * width + column] = 0;
        }
    }
}

WIDEST void scoring_invert(double *matrix, double *room, int64_t width, double *logDeterminant) {
    factorise_above(matrix, room, width);
    memset(room, 0, (size_t)(width * width) * sizeof(double));
    double sum = 0;
    for (int64_t row = 0; row < width; row++) {
        double *current = room + row * width;
        double root = matrix[row * width + row];
        sum += 2 * log(root);
        int64_t filled = (row + 7) & ~(int64_t)7;
        if (filled > width) filled = width;
        for (int64_t above = 0; above < row; above++)
            add(current, matrix[above * width + row], room + above * width, filled);
        scale(current, -1 / root, filled);
        current[row] = 1 / root;
    }
    *logDeterminant = sum;
    memset(matrix, 0, (size_t)(width * width) * sizeof(double));
    for (int64_t row = 0; row < width; row++) {
        const double *current = room + row * width;
        int64_t filled = (row + 8) & ~(int64_t)7;
        if (filled > width) filled = width;
        for (int64_t index = 0; index <= row; index++) add(matrix + index * width, current[index], current, filled);
    }
}

// Eight matrices are worked on at once, entry by entry, one in each lane of a vector: short rows do not fill vectors.

// The root of each lane, held above a least.
INLINE void take_roots(Eight *squares, const Eight *least) {
    for (int lane = 0; lane < 8; lane++)
        (*squares)[lane] = sqrt((*squares)[lane] > (*least)[lane] ? (*squares)[lane] : (*least)[lane]);
}

// The lower factor, in and below the diagonal; `inverses` takes the inverses of its diagonal.
INLINE void factorise_lanes(Eight *restrict matrix, Eight *restrict inverses, int64_t width) {
    for (int64_t row = 0; row < width; row++) {
        Eight *mine = matrix + row * width;
        Eight least = 1e-12 * mine[row];
        for (int lane = 0; lane < 8; lane++)
            if (!(least[lane] > 1e-24)) least[lane] = 1e-24;
        for (int64_t column = 0; column < row; column++) {
            Eight sum = mine[column];
            for (int64_t index = 0; index < column; index++) sum -= mine[index] * matrix[column * width + index];
            mine[column] = sum * inverses[column];
        }
        Eight sum = mine[row];
        for (int64_t index = 0; index < row; index++) sum -= mine[index] * mine[index];
        take_roots(&sum, &least);
        mine[row] = sum;
        inverses[row] = 1 / sum;
    }
}

// The inverse of a lower factor, in its place: what stands right of a column is still the factor's.
INLINE void invert_factor_lanes(Eight *restrict matrix, const Eight *restrict inverses, int64_t width) {
    for (int64_t column = 0; column < width; column++) {
        matrix[column * width + column] = inverses[column];
        for (int64_t row = column + 1; row < width; row++) {
            Eight *mine = matrix + row * width;
            Eight sum = -mine[column] * inverses[column];
            for (int64_t index = column + 1; index < row; index++) sum -= mine[index] * matrix[index * width + column];
            mine[column] = sum * inverses[row];
        }
    }
}

// The product of an inverse factor's transpose with it, in and below the diagonal, in its place.
INLINE void square_lanes(Eight *restrict matrix, int64_t width) {
    for (int64_t row = 0; row < width; row++)
        for (int64_t column = 0; column <= row; column++) {
            Eight sum = {0};
            for (int64_t index = row; index < width; index++)
                sum += matrix[index * width + row] * matrix[index * width + column];
            matrix[row * width + column] = sum;
        }
}

INLINE void invert_lanes(Eight *restrict matrix, Eight *restrict inverses, int64_t width) {
    factorise_lanes(matrix, inverses, width);
    invert_factor_lanes(matrix, inverses, width);
    square_lanes(matrix, width);
}

WIDEST void scoring_invert_many(double *matrices, int64_t count, double *room, int64_t width) {
    Eight *lanes = (Eight *)room;
    int64_t size = width * width;
    for (int64_t first = 0; first < count; first += 8) {
        int64_t present = count - first < 8 ? count - first : 8;
        for (int64_t lane = 0; lane < 8; lane++) {
            const double *matrix = matrices + (first + (lane < present ? lane : 0)) * size;
            for (int64_t entry = 0; entry < size; entry++) room[entry * 8 + lane] = matrix[entry];
        }
        if (width == USUAL)
            invert_lanes(lanes, lanes + USUAL * USUAL, USUAL);
        else
            invert_lanes(lanes, lanes + size, width);
        for (int64_t lane = 0; lane < present; lane++) {
            double *matrix = matrices + (first + lane) * size;
            for (int64_t row = 0; row < width; row++)
                for (int64_t column = 0; column <= row; column++)
                    matrix[row * width + column] = matrix[column * width + row] = room[(row * width + column) * 8 + lane];
        }
    }
}
