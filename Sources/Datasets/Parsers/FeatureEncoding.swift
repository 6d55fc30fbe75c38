import TensorMath
import Wording

/// Turns the chosen columns of a table into numbers: those of numbers as they are, those of words as
/// one column of zeros and ones for each category.
enum FeatureEncoding {
  /// `inputs` is [rows, features]; one name a feature. No cell of these columns is missing.
  static func encode(
    _ columns: [Int], of rows: [Table.Row], in table: Table
  ) throws(DataError) -> (names: [String], inputs: Tensor) {
    var names: [String] = []
    var features: [[Float]] = []
    for index in columns {
      let column = table.columns[index]
      if column.holdsNumbers {
        names.append(column.name)
        features.append(try numbers(index, of: rows, in: table))
      } else {
        let words = rows.map { TableCell.trimmed($0.fields[index]) }
        for category in Set(words).sorted() {
          names.append("\(column.name)=\(category)")
          features.append(words.map { $0 == category ? 1 : 0 })
        }
      }
    }
    let values = rows.indices.flatMap { row in features.map { $0[row] } }
    return (names, Tensor([rows.count, names.count], values))
  }

  /// The numbers of a column, or an error at the first cell that holds something else.
  static func numbers(_ index: Int, of rows: [Table.Row], in table: Table) throws(DataError) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(rows.count)
    for row in rows { numbers.append(try number(index, of: row, in: table)) }
    return numbers
  }

  /// The number in one cell.
  static func number(_ index: Int, of row: Table.Row, in table: Table) throws(DataError) -> Float {
    if case .number(let number) = row.cells[index] { return number }
    let column = table.columns[index]
    let found = TableCell.trimmed(row.fields[index])
    throw DataError(
      .notANumber, in: table.file, at: .cell(line: row.line, column: column.number, name: column.name),
      found: Quotation.quoted(found), needed: "a number that a 32-bit float can hold",
      suggestion: TableCell.nearestNumber(found).map { "Did you mean \(Quotation.quoted($0))?" })
  }
}
