/// A short number in figures three rows high, to be read from the back of a room: `0.60×`.
///
/// Digits are drawn in 3×5 dots, two dots above each other in a cell; without half blocks five rows of `#`.
public struct LargeFigures: Widget {
  public var text: String

  public init(_ text: String) { self.text = text }

  /// Rows of dots, from the top; what is not listed is left blank.
  private static let dots: [Character: [String]] = [
    "0": ["###", "# #", "# #", "# #", "###"], "1": [" # ", "## ", " # ", " # ", "###"],
    "2": ["###", "  #", "###", "#  ", "###"], "3": ["###", "  #", "###", "  #", "###"],
    "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "###", "  #", "###"],
    "6": ["###", "#  ", "###", "# #", "###"], "7": ["###", "  #", "  #", "  #", "  #"],
    "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "###"],
    ".": [" ", " ", " ", " ", "#"], "×": times, "x": times, "-": ["   ", "   ", "###", "   ", "   "],
    ">": ["#  ", " # ", "  #", " # ", "#  "], "N": ["# #", "###", "###", "###", "# #"],
    "a": ["   ", "###", " ##", "# #", "###"],
  ]
  private static let times = ["   ", "# #", " # ", "# #", "   "]
  private static let blank = ["   ", "   ", "   ", "   ", "   "]

  /// The text's dots: five rows of the same width.
  private var rows: [[Character]] {
    (0..<5).map { row in
      Array(text.map { (Self.dots[$0] ?? Self.blank)[row] }.joined(separator: " "))
    }
  }

  /// How much room it takes.
  public func size(_ theme: Theme) -> Size {
    Size(width: rows[0].count, height: theme.capabilities.isUnicode ? 3 : 5)
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let rows = rows
    frame.clipped(to: area) { frame in
      for column in rows[0].indices {
        guard theme.capabilities.isUnicode else {
          for row in 0..<5 where rows[row][column] == "#" {
            frame.put("#", x: area.x + column, y: area.y + row, style: theme.accent)
          }
          continue
        }
        for cell in 0..<3 {
          let upper = rows[cell * 2][column] == "#"
          let lower = cell * 2 + 1 < 5 && rows[cell * 2 + 1][column] == "#"
          guard upper || lower else { continue }
          let block: Character = upper && lower ? "█" : upper ? "▀" : "▄"
          frame.put(block, x: area.x + column, y: area.y + cell, style: theme.accent)
        }
      }
    }
  }
}
