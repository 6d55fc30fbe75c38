/// Curves y = f(x) with the place one is at and the tangent there: activations, losses, their slopes.
public struct FunctionPlot: Widget {
  public struct Curve: Sendable {
    public var name: String
    public var function: @Sendable (Double) -> Double

    public init(_ name: String, _ function: @escaping @Sendable (Double) -> Double) {
      self.name = name
      self.function = function
    }
  }

  /// The current place and the slope there; no slope, no tangent.
  public struct Contact: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var slope: Double?

    public init(x: Double, y: Double, slope: Double? = nil) {
      self.x = x
      self.y = y
      self.slope = slope
    }
  }

  public var curves: [Curve]
  public var xRange: ClosedRange<Double>
  public var yRange: ClosedRange<Double>?
  public var contact: Contact?
  public var xTitle: String
  public var yTitle: String

  public init(
    _ curves: [Curve], xRange: ClosedRange<Double>, yRange: ClosedRange<Double>? = nil, contact: Contact? = nil,
    xTitle: String = "x", yTitle: String = "y"
  ) {
    self.curves = curves
    self.xRange = xRange
    self.yRange = yRange
    self.contact = contact
    self.xTitle = xTitle
    self.yTitle = yTitle
  }

  /// Samples a column of dots: between two of them a steep function shows as an upright stroke.
  private static let samplesPerColumn = 4

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty else { return }
    let x = PlotScale(low: xRange.lowerBound, high: xRange.upperBound)
    let count = max(area.width * Self.samplesPerColumn, 2)
    var series = curves.map { curve in
      LinePlot.Series(
        curve.name,
        (0..<count).map { index in
          let place = x.value(at: Double(index) / Double(count - 1))
          return PlotSample(x: place, y: curve.function(place))
        })
    }
    // The range comes from the curves: a steep tangent must not squash them.
    let y =
      yRange.map { PlotScale(low: $0.lowerBound, high: $0.upperBound) }
      ?? PlotScale(covering: series.lazy.flatMap(\.samples).map(\.y))
    if let contact, let slope = contact.slope, slope.isFinite {
      let ends = [x.low, x.high].map { PlotSample(x: $0, y: contact.y + slope * ($0 - contact.x)) }
      series.append(LinePlot.Series("slope", ends, color: curves.count))
    }
    let plot = LinePlot(series, xTitle: xTitle, yTitle: yTitle, xRange: x.low...x.high, yRange: y.low...y.high)
    plot.draw(in: area, on: &frame, theme: theme)
    guard let contact else { return }
    let axes = plot.axes(for: area, theme: theme, widths: frame.widths)
    let parts = axes.parts(of: area, theme: theme)
    frame.clipped(to: area) { frame in
      if let column = axes.column(of: contact.x, in: parts.inside),
        let row = axes.row(of: contact.y, in: parts.inside)
      {
        frame.put(theme.signs.pointMark(0), x: column, y: row, style: theme.accent)
        frame.cursor = Point(x: column, y: row)
      }
      writeContact(contact, in: parts.header, on: &frame, theme)
    }
  }

  private func writeContact(_ contact: Contact, in header: Rect, on frame: inout Frame, _ theme: Theme) {
    guard !header.isEmpty else { return }
    let format = NumberFormat(significantDigits: 4, trimsZeros: true, glyphs: theme.capabilities.glyphs)
    var text = "\(xTitle) \(format.text(contact.x))  \(yTitle) \(format.text(contact.y))"
    if let slope = contact.slope { text += "  slope \(format.text(slope))" }
    frame.fill(header)
    frame.put(text, in: header, style: theme.accent)
  }
}
