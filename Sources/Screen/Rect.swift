/// A width and a height in columns and rows; never negative.
public struct Size: Hashable, Sendable {
  public let width: Int
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = min(max(width, 0), Rect.farthest)
    self.height = min(max(height, 0), Rect.farthest)
  }

  public static let zero = Size(width: 0, height: 0)

  /// Whether something of `needed` size fits.
  public func holds(_ needed: Size) -> Bool { needed.width <= width && needed.height <= height }
}

/// A place: column and row, counted from the upper left corner, which is (0, 0).
public struct Point: Hashable, Sendable {
  public var x: Int
  public var y: Int

  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells. It may be empty or lie partly outside the screen; drawing clips.
///
/// Values are held within ±``farthest``, so that no arithmetic on rectangles can overflow.
public struct Rect: Hashable, Sendable {
  /// Far beyond any screen, far below overflow.
  static let farthest = 1_000_000

  public let x: Int
  public let y: Int
  public let width: Int
  public let height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = min(max(x, -Self.farthest), Self.farthest)
    self.y = min(max(y, -Self.farthest), Self.farthest)
    self.width = min(max(width, 0), Self.farthest)
    self.height = min(max(height, 0), Self.farthest)
  }

  public init(_ size: Size) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  public static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

  public var size: Size { Size(width: width, height: height) }
  public var isEmpty: Bool { width == 0 || height == 0 }

  /// First column to the right of it, first row below it.
  public var right: Int { x + width }
  public var bottom: Int { y + height }

  public var columns: Range<Int> { x..<right }
  public var rows: Range<Int> { y..<bottom }

  public func contains(_ point: Point) -> Bool { contains(x: point.x, y: point.y) }

  func contains(x: Int, y: Int) -> Bool { x >= self.x && x < right && y >= self.y && y < bottom }

  /// The part that both have; empty where they do not meet.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
  }

  /// What is left after taking these margins away; empty when they take more than there is.
  public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    func margin(_ wanted: Int, _ length: Int) -> Int { min(max(wanted, 0), length) }
    return Rect(
      x: x + margin(left, width), y: y + margin(top, height),
      width: width - margin(left, width) - margin(right, width),
      height: height - margin(top, height) - margin(bottom, height))
  }

  /// What is left after taking `margin` away on every side.
  public func inset(by margin: Int) -> Rect { inset(left: margin, top: margin, right: margin, bottom: margin) }

  /// One row of it, counted from its top; empty when there is no such row.
  public func row(_ index: Int) -> Rect {
    guard index >= 0, index < height else { return Rect(x: x, y: y, width: 0, height: 0) }
    return Rect(x: x, y: y + index, width: width, height: 1)
  }

  /// A rectangle of `size`, in the middle, cut to what there is.
  public func centered(_ size: Size) -> Rect {
    let width = min(size.width, self.width)
    let height = min(size.height, self.height)
    return Rect(
      x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
  }
}
