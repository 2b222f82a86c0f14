import Domain

/// Numbers for every pair of two sides: `rows × columns`, row after row.
struct Table {
    let rowCount: Int
    let columnCount: Int
    var values: [Double]

    init(_ rowCount: Int, _ columnCount: Int, repeating value: Double = 0) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        values = Array(repeating: value, count: rowCount * columnCount)
    }

    /// Standard normal numbers.
    init(_ rowCount: Int, _ columnCount: Int, normal dice: inout Dice) {
        self.init(rowCount, columnCount)
        for index in values.indices { values[index] = dice.normal() }
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * columnCount + column] }
        set { values[row * columnCount + column] = newValue }
    }

    var transposed: Table {
        var result = Table(columnCount, rowCount)
        for row in 0..<rowCount { for column in 0..<columnCount { result[column, row] = self[row, column] } }
        return result
    }

    static func * (left: Table, right: Table) -> Table {
        var result = Table(left.rowCount, right.columnCount)
        for row in 0..<left.rowCount {
            for inner in 0..<left.columnCount {
                let factor = left[row, inner]
                for column in 0..<right.columnCount { result[row, column] += factor * right[inner, column] }
            }
        }
        return result
    }

    static func * (factor: Double, table: Table) -> Table {
        var result = table
        for index in result.values.indices { result.values[index] *= factor }
        return result
    }

    static func + (left: Table, right: Table) -> Table {
        var result = left
        for index in result.values.indices { result.values[index] += right.values[index] }
        return result
    }

    /// Without the means of its rows and columns.
    var doublyCentred: Table {
        var rows = Array(repeating: 0.0, count: rowCount)
        var columns = Array(repeating: 0.0, count: columnCount)
        var all = 0.0
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                rows[row] += self[row, column] / Double(columnCount)
                columns[column] += self[row, column] / Double(rowCount)
                all += self[row, column] / Double(values.count)
            }
        }
        var result = self
        for row in 0..<rowCount {
            for column in 0..<columnCount { result[row, column] += all - rows[row] - columns[column] }
        }
        return result
    }

    /// Standard deviation of all numbers.
    var deviation: Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}
