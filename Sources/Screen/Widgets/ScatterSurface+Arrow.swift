/// A direction on a ``ScatterSurface``, drawn as a short arrow of signs.
extension ScatterSurface {
  /// A direction in units of the axes. Its length says nothing; a zero or a number that is none is not drawn.
  public struct Arrow: Hashable, Sendable {
    public var dx: Double
    public var dy: Double

    public init(dx: Double, dy: Double) {
      self.dx = dx
      self.dy = dy
    }
  }

  /// Cells from the place to the arrow's head.
  private static let arrowLength = 3

  func drawArrow(_ axes: PlotAxes, _ inside: Rect, on frame: inout Frame, _ theme: Theme) {
    guard let arrow, let last = path.last, let x = axes.column(of: last.x, in: inside),
      let y = axes.row(of: last.y, in: inside)
    else { return }
    // In cells of the screen, whose rows count downwards.
    let across = arrow.dx / (xRange.upperBound - xRange.lowerBound) * Double(inside.width)
    let down = -arrow.dy / (yRange.upperBound - yRange.lowerBound) * Double(inside.height)
    // A cell is about twice as high as it is wide.
    guard let direction = Self.direction(across, 2 * down) else { return }
    let (stepX, stepY) = direction
    for step in 1...Self.arrowLength {
      let place = Point(x: x + step * stepX, y: y + step * stepY)
      guard inside.contains(place) else { break }
      let sign = Self.sign(stepX, stepY, isHead: step == Self.arrowLength, isUnicode: theme.capabilities.isUnicode)
      frame.put(sign, x: place.x, y: place.y, style: ink(place.x, place.y, frame, theme))
    }
  }

  /// One of eight directions; nil for none.
  private static func direction(_ across: Double, _ down: Double) -> (Int, Int)? {
    guard across.isFinite, down.isFinite else { return nil }
    let size = max(abs(across), abs(down))
    guard size > 0 else { return nil }
    func part(_ value: Double) -> Int { abs(value) < size * 0.4 ? 0 : value > 0 ? 1 : -1 }
    return (part(across), part(down))
  }

  private static func sign(_ x: Int, _ y: Int, isHead: Bool, isUnicode: Bool) -> Character {
    switch (x, y) {
    case (_, 0): isHead ? (isUnicode ? (x > 0 ? "→" : "←") : (x > 0 ? ">" : "<")) : (isUnicode ? "─" : "-")
    case (0, _): isHead ? (isUnicode ? (y > 0 ? "↓" : "↑") : (y > 0 ? "v" : "^")) : (isUnicode ? "│" : "|")
    case (1, 1): isHead && isUnicode ? "↘" : isHead ? "v" : isUnicode ? "╲" : "\\"
    case (-1, -1): isHead && isUnicode ? "↖" : isHead ? "^" : isUnicode ? "╲" : "\\"
    case (1, _): isHead && isUnicode ? "↗" : isHead ? "^" : isUnicode ? "╱" : "/"
    default: isHead && isUnicode ? "↙" : isHead ? "v" : isUnicode ? "╱" : "/"
    }
  }
}
