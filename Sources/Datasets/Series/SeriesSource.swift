/// Where a series is read from, and how.
public struct SeriesSource: Hashable, Sendable {
  /// A table with a row for each moment.
  public let file: String
  /// The column with the dates: a year or running number, `2013-03`, `2013-03-01`, `2013-03-01 14:30`.
  public let date: ColumnReference
  /// The column to be forecast. `last` is the column `close` where there is one, else the last one of numbers.
  public let target: ColumnReference
  public let separator: DelimitedText.Separator?
  public let header: TableSettings.Header
  /// What the numbers of the target are in: `US$`, `°C`; nil where nobody has said it.
  public let unit: String?
  /// Choices of columns that are worth a try, beside the target alone.
  public let offeredFeatures: [[String]]

  public init(
    file: String, date: ColumnReference = 1, target: ColumnReference = .last,
    separator: DelimitedText.Separator? = nil, header: TableSettings.Header = .detected, unit: String? = nil,
    offeredFeatures: [[String]] = []
  ) {
    self.file = file
    self.date = date
    self.target = target
    self.separator = separator
    self.header = header
    self.unit = unit
    self.offeredFeatures = offeredFeatures
  }
}
