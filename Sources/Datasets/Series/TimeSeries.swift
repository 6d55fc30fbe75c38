/// One or more quantities measured again and again, in the order of time.
///
/// Rows are taken to be evenly spaced: the trading days of a share follow each other without their weekends.
public struct TimeSeries: Hashable, Sendable {
  public let name: String
  /// The file, or a generator with its arguments.
  public let source: String
  /// One for each row, as the file writes it.
  public let dates: [String]
  /// The line of the file that each row came from; empty where there is no file.
  public let lines: [Int]
  public let columns: [Column]

  /// A quantity, in its own unit.
  public struct Column: Hashable, Sendable {
    public let name: String
    /// Where it stands in its file, counted from 1.
    public let number: Int
    /// One for each row; nil where nothing was measured.
    public let values: [Float?]
  }

  public init(name: String, source: String, dates: [String], lines: [Int] = [], columns: [Column]) {
    precondition(columns.allSatisfy { $0.values.count == dates.count }, "every column has a value or a gap in each row")
    precondition(lines.isEmpty || lines.count == dates.count, "\(dates.count) rows came from \(lines.count) lines")
    self.name = name
    self.source = source
    self.dates = dates
    self.lines = lines
    self.columns = columns
  }

  /// How many moments there are.
  public var count: Int { dates.count }
}
