import Wording

/// A text file as rows under named columns: every row is complete, every column is known to hold
/// numbers or words. Which column is the label is not yet decided.
///
/// Each cell is kept as text and as what it says: about 50 bytes a cell. Fine for a lesson's table;
/// for tens of millions of cells, as MNIST written as CSV, use IDX files instead.
struct Table {
  let file: String
  let separator: DelimitedText.Separator
  let hasHeader: Bool
  let columns: [Column]
  let rows: [Row]

  struct Column {
    let name: String
    /// Counted from 1.
    let number: Int
    let holdsNumbers: Bool
  }

  struct Row {
    let line: Int
    let cells: [TableCell]
    let fields: [String]
  }

  init(_ text: DelimitedText, file: String, header: TableSettings.Header) throws(DataError) {
    let first = text.records[0]
    let hasHeader =
      switch header {
      case .present: true
      case .absent: false
      case .detected:
        first.fields.allSatisfy { if case .text = TableCell($0) { true } else { false } }
      }
    var rows: [Row] = []
    for record in text.records.dropFirst(hasHeader ? 1 : 0) {
      guard record.fields.count == first.fields.count else {
        throw DataError(
          .raggedRow, in: file, at: .line(record.line), found: Self.counted(record.fields.count),
          needed: "\(Self.counted(first.fields.count)), as in line \(first.line)",
          suggestion: record.fields.count > first.fields.count
            ? "A field with a \(text.separator.name) in it stands in quotes." : nil)
      }
      rows.append(Row(line: record.line, cells: record.fields.map { TableCell($0) }, fields: record.fields))
    }
    self.file = file
    self.hasHeader = hasHeader
    self.rows = rows
    separator = text.separator
    columns = try Self.columns(first, hasHeader: hasHeader, rows: rows, file: file)
  }

  private static func columns(
    _ first: DelimitedText.Record, hasHeader: Bool, rows: [Row], file: String
  ) throws(DataError) -> [Column] {
    var columns: [Column] = []
    var numbers: [String: Int] = [:]
    for (index, field) in first.fields.enumerated() {
      let title = hasHeader ? TableCell.trimmed(field) : ""
      let name = title.isEmpty ? "column \(index + 1)" : title
      if let earlier = numbers.updateValue(index + 1, forKey: name) {
        throw DataError(
          .repeatedColumn, in: file, at: .cell(line: first.line, column: index + 1, name: nil),
          found: "\(Quotation.quoted(name)) as in column \(earlier)", needed: "a name of its own for each column")
      }
      columns.append(Column(name: name, number: index + 1, holdsNumbers: holdsNumbers(column: index, of: rows)))
    }
    return columns
  }

  /// At least half of what is there: a column of 300 numbers and one `1o5` has a mistake in it, and
  /// must not silently count as words.
  private static func holdsNumbers(column: Int, of rows: [Row]) -> Bool {
    var numbers = 0
    var words = 0
    for row in rows {
      switch row.cells[column] {
      case .number: numbers += 1
      case .text: words += 1
      case .missing: break
      }
    }
    return numbers > 0 && numbers >= words
  }

  /// The column that is meant, as an index from 0.
  func index(of reference: ColumnReference, for purpose: String) throws(DataError) -> Int {
    switch reference {
    case .last: return columns.count - 1
    case .numbered(let number):
      guard number >= 1, number <= columns.count else {
        throw DataError(
          .unknownColumn, in: file, at: .choice(purpose), found: "column \(number)",
          needed: "a column from 1 to \(columns.count)")
      }
      return number - 1
    case .named(let name):
      if let index = columns.firstIndex(where: { $0.name == name }) { return index }
      throw DataError(
        .unknownColumn, in: file, at: .choice(purpose), found: Quotation.quoted(name),
        needed: Quotation.choice(of: columns.map(\.name)),
        suggestion: NearestName.suggestion(for: name, among: columns.map(\.name))
          ?? (hasHeader ? nil : "The first row was taken for data: say that the table has a header, if it has one."))
    }
  }

  private static func counted(_ fields: Int) -> String { Quotation.counted(fields, "field", "fields") }
}
