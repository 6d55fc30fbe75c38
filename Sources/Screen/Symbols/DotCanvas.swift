/// A drawing of dots, several to a cell: braille 2 × 4, quadrants 2 × 2, or one ASCII sign a cell.
///
/// Dots have no color of their own; a cell takes the ink of the last dot set in it. Lines may start and
/// end anywhere, even far outside: they are cut to the canvas first.
public struct DotCanvas: Sendable {
  /// What a dot is drawn with. `sign` is used where a cell is one character.
  public struct Ink: Hashable, Sendable {
    public let style: Style
    public let sign: Character

    public init(_ style: Style, sign: Character = "*") {
      self.style = style
      self.sign = sign
    }
  }

  public let size: Size
  public let marker: ScreenCapabilities.Marker
  private let dotColumns: Int
  private let dotRows: Int
  private var patterns: [UInt8]
  private var inks: [Ink]

  public init(size: Size, marker: ScreenCapabilities.Marker) {
    self.size = size
    self.marker = marker
    (dotColumns, dotRows) =
      switch marker {
      case .braille: (2, 4)
      case .block: (2, 2)
      case .ascii: (1, 1)
      }
    patterns = Array(repeating: 0, count: size.width * size.height)
    inks = Array(repeating: Ink(.plain), count: patterns.count)
  }

  public var width: Int { size.width * dotColumns }
  public var height: Int { size.height * dotRows }

  /// Sets the dot at column `x`, row `y` from the top.
  public mutating func set(x: Int, y: Int, ink: Ink) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let index = y / dotRows * size.width + x / dotColumns
    let column = x % dotColumns
    let row = y % dotRows
    patterns[index] |= marker == .braille ? Braille.bit(column: column, row: row) : 1 << UInt8(column + 2 * row)
    inks[index] = ink
  }

  /// A straight line between two places given in dots.
  public mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), ink: Ink) {
    guard let (first, last) = cut(start, end) else { return }
    var x = Int(first.x.rounded())
    var y = Int(first.y.rounded())
    let endX = Int(last.x.rounded())
    let endY = Int(last.y.rounded())
    let stepX = x < endX ? 1 : -1
    let stepY = y < endY ? 1 : -1
    let distanceX = abs(endX - x)
    let distanceY = -abs(endY - y)
    var error = distanceX + distanceY
    while true {
      set(x: x, y: y, ink: ink)
      if x == endX, y == endY { return }
      let doubled = 2 * error
      if doubled >= distanceY {
        error += distanceY
        x += stepX
      }
      if doubled <= distanceX {
        error += distanceX
        y += stepY
      }
    }
  }

  /// The part of a line inside the canvas (Liang and Barsky); nil when there is none.
  private func cut(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)
  ) -> (start: (x: Double, y: Double), end: (x: Double, y: Double))? {
    guard width > 0, height > 0, start.x.isFinite, start.y.isFinite, end.x.isFinite, end.y.isFinite else { return nil }
    let dx = end.x - start.x
    let dy = end.y - start.y
    guard dx.isFinite, dy.isFinite else { return nil }
    var enter = 0.0
    var leave = 1.0
    // Half a dot of margin: what rounds to the first or last dot belongs to the canvas.
    let edges = [
      (-dx, start.x + 0.49), (dx, Double(width) - 0.51 - start.x),
      (-dy, start.y + 0.49), (dy, Double(height) - 0.51 - start.y),
    ]
    for (direction, distance) in edges {
      if direction == 0 {
        if distance < 0 { return nil }
      } else {
        let ratio = distance / direction
        if direction < 0 { enter = max(enter, ratio) } else { leave = min(leave, ratio) }
      }
    }
    guard enter <= leave else { return nil }
    return ((start.x + enter * dx, start.y + enter * dy), (start.x + leave * dx, start.y + leave * dy))
  }

  /// Paints the cells that have dots; the others keep what is under them.
  public func draw(x: Int, y: Int, on frame: inout Frame) {
    for row in 0..<size.height {
      for column in 0..<size.width {
        let index = row * size.width + column
        let pattern = patterns[index]
        guard pattern != 0 else { continue }
        let character =
          switch marker {
          case .braille: Braille.character(pattern)
          case .block: Blocks.quadrants[Int(pattern & 15)]
          case .ascii: inks[index].sign
          }
        frame.put(character, x: x + column, y: y + row, style: inks[index].style)
      }
    }
  }
}
