/// A field over two axes in colors, with data points on top: decision surfaces, loss surfaces.
///
/// Every class of points has its own mark, so that the picture can be read without color; without color
/// the field itself is told by signs.
public struct ScatterSurface: Widget {
  /// The values of the field, row by row, the first row at the low end of y.
  public struct Field: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public let values: [Float]

    public init(rows: Int, columns: Int, values: [Float]) {
      self.rows = max(rows, 0)
      self.columns = max(columns, 0)
      self.values = values
    }

    /// The value at a place between 0 and 1 on both axes.
    func value(across: Double, up: Double) -> Float? {
      guard rows > 0, columns > 0 else { return nil }
      let column = min(max(Int(across * Double(columns)), 0), columns - 1)
      let row = min(max(Int(up * Double(rows)), 0), rows - 1)
      let index = row * columns + column
      return index < values.count ? values[index] : nil
    }
  }

  /// What the values mean.
  public enum Meaning: Hashable, Sendable {
    case numbers(ColorScale)
    /// Class numbers, as whole numbers.
    case classes
  }

  public struct DataPoint: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var classIndex: Int
    /// Drawn in reverse: the point the model gets wrong, or the one just used.
    public var isHighlighted: Bool

    public init(x: Double, y: Double, classIndex: Int = 0, isHighlighted: Bool = false) {
      self.x = x
      self.y = y
      self.classIndex = classIndex
      self.isHighlighted = isHighlighted
    }
  }

  public var field: Field?
  public var meaning: Meaning
  public var points: [DataPoint]
  /// A path over the surface, such as the steps of an optimizer; its last place is marked.
  public var path: [PlotSample]
  /// From the last place of the path: which way is down.
  public var arrow: Arrow?
  public var xRange: ClosedRange<Double>
  public var yRange: ClosedRange<Double>
  public var xTitle: String
  public var yTitle: String

  public init(
    field: Field?, meaning: Meaning, points: [DataPoint] = [], path: [PlotSample] = [], arrow: Arrow? = nil,
    xRange: ClosedRange<Double>, yRange: ClosedRange<Double>, xTitle: String = "", yTitle: String = ""
  ) {
    self.field = field
    self.meaning = meaning
    self.points = points
    self.path = path
    self.arrow = arrow
    self.xRange = xRange
    self.yRange = yRange
    self.xTitle = xTitle
    self.yTitle = yTitle
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty else { return }
    let axes = PlotAxes(
      x: PlotScale(low: xRange.lowerBound, high: xRange.upperBound),
      y: PlotScale(low: yRange.lowerBound, high: yRange.upperBound), xTitle: xTitle, yTitle: yTitle)
    frame.clipped(to: area) { frame in
      let inside = axes.draw(in: area, on: &frame, theme: theme).inside
      guard !inside.isEmpty else { return }
      drawField(inside, on: &frame, theme)
      drawPath(axes, inside, on: &frame, theme)
      drawPoints(axes, inside, on: &frame, theme)
    }
  }

  private func drawPath(_ axes: PlotAxes, _ inside: Rect, on frame: inout Frame, _ theme: Theme) {
    let ink = onField(theme, .bold)
    for sample in path {
      guard let x = axes.column(of: sample.x, in: inside), let y = axes.row(of: sample.y, in: inside) else { continue }
      frame.put(theme.signs.product, x: x, y: y, style: ink.over(background(x, y, frame)))
    }
    drawArrow(axes, inside, on: &frame, theme)
    guard let last = path.last, let x = axes.column(of: last.x, in: inside), let y = axes.row(of: last.y, in: inside)
    else { return }
    frame.put(theme.signs.pointMark(0), x: x, y: y, style: ink.over(background(x, y, frame)))
    frame.cursor = Point(x: x, y: y)
  }

  private func drawPoints(_ axes: PlotAxes, _ inside: Rect, on frame: inout Frame, _ theme: Theme) {
    // Highlighted ones last: they must not be hidden.
    for point in points.filter({ !$0.isHighlighted }) + points.filter(\.isHighlighted) {
      guard let x = axes.column(of: point.x, in: inside), let y = axes.row(of: point.y, in: inside) else { continue }
      var style = onField(theme, .bold).over(background(x, y, frame))
      if field == nil { style = theme.series(point.classIndex) }
      if point.isHighlighted { style = style.with(.reverse) }
      frame.put(theme.signs.pointMark(point.classIndex), x: x, y: y, style: style)
    }
  }

  /// Ink that can be read on the field at a place.
  func ink(_ x: Int, _ y: Int, _ frame: Frame, _ theme: Theme) -> Style {
    onField(theme, .bold).over(background(x, y, frame))
  }

  /// Marks take the color that reads best on the cell under them.
  private func background(_ x: Int, _ y: Int, _ frame: Frame) -> Style {
    let under = frame[x, y].style
    let isUpperHalfOnly = under.background == .default && frame[x, y].character == Blocks.upperHalf
    let color = isUpperHalfOnly ? under.foreground : under.background
    guard case .indexed(let index) = color else { return .plain }
    return Style(foreground: .indexed(Palette.readableText(on: index)), background: color)
  }

  private func onField(_ theme: Theme, _ attributes: Style.Attributes) -> Style {
    Style(theme.capabilities.colors == .mono ? attributes.union(.bold) : attributes)
  }
}
