/// A table as plain lines: titles wrapped above their columns, names to the left, numbers to the right.
///
///     batch-size  gradient noise  samples
///     ----------  --------------  -------
///     1                    2.884       79
public struct TextTable: Sendable {
  public var header: [String]
  public var rows: [[String]]
  /// How many of the first columns are names.
  public var names: Int
  /// Titles wider than this, and than their column's cells, are wrapped.
  public var widestTitle: Int
  public var widths: CharacterWidth

  public init(
    header: [String], rows: [[String]], names: Int, widestTitle: Int = 18, widths: CharacterWidth = CharacterWidth()
  ) {
    self.header = header
    self.rows = rows
    self.names = names
    self.widestTitle = widestTitle
    self.widths = widths
  }

  /// The lines of the titles with the rule below them, and those of the rows.
  public var lines: (head: [String], body: [String]) {
    let columns = header.indices.map { column in
      max(
        rows.map { column < $0.count ? widths.columns(of: $0[column]) : 0 }.max() ?? 0,
        min(widths.columns(of: header[column]), widestTitle), 1)
    }
    let titles = header.enumerated().map { TextWrapping(columns: columns[$0], widths: widths).lines($1) }
    let height = titles.map(\.count).max() ?? 0
    let head = (0..<height).map { line in
      titles.map { title in
        let index = line - (height - title.count)
        return index >= 0 ? title[index] : ""
      }
    }
    let rule = columns.map { String(repeating: "-", count: $0) }
    return ((head + [rule]).map { laidOut($0, columns) }, rows.map { laidOut($0, columns) })
  }

  private func laidOut(_ cells: [String], _ columns: [Int]) -> String {
    var line = ""
    for (column, width) in columns.enumerated() {
      let cell = column < cells.count ? cells[column] : ""
      let padding = String(repeating: " ", count: max(width - widths.columns(of: cell), 0))
      line += (column > 0 ? "  " : "") + (column < names ? cell + padding : padding + cell)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
