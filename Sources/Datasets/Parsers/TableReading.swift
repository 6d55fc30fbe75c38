import Wording

/// What reading a table gave: the examples, and what a learner should know about how they were got.
public struct TableReading: Hashable, Sendable {
  public let dataset: Dataset
  public let separator: DelimitedText.Separator
  public let hasHeader: Bool
  /// Rows of data in the file, the dropped ones included.
  public let rowCount: Int
  public let droppedRows: [DroppedRow]
  /// Columns of words that were not asked for.
  public let leftOutColumns: [String]

  /// A row that was left out because a value was missing.
  public struct DroppedRow: Hashable, Sendable {
    public let line: Int
    /// The first column without a value.
    public let column: String
    /// What stood there: nothing, or a word such as `NA`.
    public let found: String
  }

  /// What was left out, as sentences; none when everything was used.
  public var remarks: [String] {
    var remarks: [String] = []
    if let first = droppedRows.first {
      remarks.append(
        "\(Quotation.counted(droppedRows.count, "row", "rows")) of \(rowCount) dropped for missing values, the first in line \(first.line) "
          + "(\(Quotation.plain(first.column))).")
    }
    if !leftOutColumns.isEmpty {
      let names = leftOutColumns.map(Quotation.plain).joined(separator: ", ")
      remarks.append("Columns of words left out: \(names).")
    }
    return remarks
  }
}
