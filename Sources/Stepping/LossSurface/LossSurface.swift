public import Autodiff

/// Two numbers of the parameters across which the loss is to be drawn; all others stay as they are.
public struct LossSurfaceRequest: Hashable, Sendable {
  public var columns: Int
  public var rows: Int
  /// What runs along the horizontal and the vertical axis.
  public var horizontal: CellAddress
  public var vertical: CellAddress
  /// Each step halves the ranges; negative ones double them.
  public var zoom: Int

  public init(columns: Int, rows: Int, horizontal: CellAddress, vertical: CellAddress, zoom: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.horizontal = horizontal
    self.vertical = vertical
    self.zoom = zoom
  }
}

/// The loss that training minimizes, penalties included and without dropout, as a function of two numbers of the
/// parameters: a grid of values, where the run is on it, the gradient there and the way it came.
public struct LossSurface: Hashable, Sendable {
  public let request: LossSurfaceRequest
  public let horizontalRange: ClosedRange<Float>
  public let verticalRange: ClosedRange<Float>
  /// Row by row from the low end of the vertical axis, each at the middle of its cell.
  public let losses: [Float]
  public let here: Point
  /// The loss where the run is.
  public let loss: Float
  /// ∂loss/∂horizontal and ∂loss/∂vertical where the run is.
  public let gradient: Point
  /// Where the run has been, the oldest first, without where it is.
  public let path: [Point]
  /// After how many iterations the path begins.
  public let pathBegins: Int
  /// Of how many training samples the loss is the mean, and how many there are.
  public let sampleCount: Int
  public let trainingCount: Int

  public struct Point: Hashable, Sendable {
    public let x: Float
    public let y: Float

    public init(x: Float, y: Float) {
      self.x = x
      self.y = y
    }
  }
}

extension LossSurface {
  /// A range that holds all of some numbers with room around them. Its width is 1, 2 or 5 times a power of ten and
  /// its middle a round number of it, so that the picture stands still while the run moves a little.
  static func range(holding values: [Float], zoom: Int) -> ClosedRange<Float> {
    let finite = values.filter { $0.isFinite && abs($0) < 1e6 }
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    let needed = max(Double(high - low) * 1.4, 2)
    let power = Self.power(ofTenBelow: needed)
    var width = ([1.0, 2, 3, 5].first { $0 * power >= needed } ?? 10) * power
    let grain = width / 8
    let middle = (Double(low + high) / 2 / grain).rounded() * grain
    for _ in 0..<min(abs(zoom), 12) { width *= zoom > 0 ? 0.5 : 2 }
    // Closer up, the last number is in the middle: that is where the run is.
    let center = zoom > 0 ? Double(finite.last ?? 0) : middle
    return Float(center - width / 2)...Float(center + width / 2)
  }

  private static func power(ofTenBelow number: Double) -> Double {
    var power = 1.0
    while power * 10 <= number { power *= 10 }
    return power
  }
}
