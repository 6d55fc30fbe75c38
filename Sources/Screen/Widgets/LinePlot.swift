/// Curves over a common axis: losses, accuracies, norms, forecasts.
///
/// Each curve has its name at its end (or a digit and a list above, in little room), so that color is
/// never needed to tell them apart. NaN and infinity are gaps with a letter on the axis.
public struct LinePlot: Widget {
  public struct Series: Hashable, Sendable {
    public var name: String
    public var samples: [PlotSample]
    /// Which of the theme's series styles; by default its place in the list.
    public var color: Int?
    /// Drawn dim and without a name: the raw line under a smoothed one.
    public var isFaint: Bool

    public init(_ name: String, _ samples: [PlotSample], color: Int? = nil, isFaint: Bool = false) {
      self.name = name
      self.samples = samples
      self.color = color
      self.isFaint = isFaint
    }

    /// Samples at `start`, `start + 1`, …
    public init(_ name: String, values: some Sequence<Double>, from start: Double = 0, color: Int? = nil) {
      self.init(name, values.enumerated().map { PlotSample(x: start + Double($0), y: $1) }, color: color)
    }
  }

  /// A vertical line where something happened.
  public struct Mark: Hashable, Sendable {
    public var x: Double
    public var sign: Character

    public init(x: Double, sign: Character) {
      self.x = x
      self.sign = sign
    }
  }

  public var series: [Series]
  public var xTitle: String
  public var yTitle: String
  public var isLogarithmic: Bool
  /// Zoom; nil shows everything.
  public var xRange: ClosedRange<Double>?
  public var yRange: ClosedRange<Double>?
  public var marks: [Mark]
  /// Where the cross-hair stands: the values there are written above the plot.
  public var crosshair: Double?

  public init(
    _ series: [Series], xTitle: String = "", yTitle: String = "", isLogarithmic: Bool = false,
    xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil, marks: [Mark] = [],
    crosshair: Double? = nil
  ) {
    self.series = series
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.isLogarithmic = isLogarithmic
    self.xRange = xRange
    self.yRange = yRange
    self.marks = marks
    self.crosshair = crosshair
  }

  public func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    let area = frame.reachable(area)
    guard !area.isEmpty else { return }
    let axes = axes(for: area, theme: theme, widths: frame.widths)
    let hasEndLabels = axes.rightMargin > 0
    frame.clipped(to: area) { frame in
      let parts = axes.draw(in: area, on: &frame, theme: theme)
      guard !parts.inside.isEmpty else { return }
      drawMarks(axes, parts, on: &frame, theme)
      drawCurves(axes, parts.inside, on: &frame, theme)
      drawGaps(axes, parts, on: &frame, theme)
      let labelsFit = hasEndLabels && parts.inside.right < area.right
      drawEnds(axes, parts.inside, hasLabels: labelsFit, on: &frame, theme)
      drawHeader(axes, parts, hasLegend: !labelsFit, on: &frame, theme)
    }
  }

  /// The scales this plot draws with, for a cursor that moves over it.
  public func axes(for area: Rect, theme: Theme, widths: CharacterWidth = CharacterWidth()) -> PlotAxes {
    let all = series.lazy.flatMap(\.samples)
    let x =
      xRange.map { PlotScale(low: $0.lowerBound, high: $0.upperBound) } ?? PlotScale(covering: all.lazy.map(\.x))
    // A zoomed axis fits the heights to what is in sight.
    let inSight = all.filter { xRange?.contains($0.x) ?? true }
    let y =
      yRange.map { PlotScale(low: $0.lowerBound, high: $0.upperBound, isLogarithmic: isLogarithmic) }
      ?? PlotScale(covering: inSight.lazy.map(\.y), isLogarithmic: isLogarithmic)
    let longest = series.lazy.filter { !$0.isFaint }.map { widths.columns(of: $0.name) }.max() ?? 0
    let hasEndLabels = area.width >= 36 && series.count <= max(area.height - 3, 0) && longest > 0
    let scaleNote = isLogarithmic ? (y.isLogarithmic ? " (log)" : " (log: nothing positive)") : ""
    return PlotAxes(
      x: x, y: y, xTitle: xTitle, yTitle: yTitle + scaleNote, rightMargin: hasEndLabels ? min(longest, 12) + 1 : 0)
  }

  func style(_ index: Int, _ theme: Theme) -> Style {
    let style = theme.series(series[index].color ?? index)
    return series[index].isFaint ? style.with(.dim) : style
  }

  private func drawCurves(_ axes: PlotAxes, _ inside: Rect, on frame: inout Frame, _ theme: Theme) {
    var canvas = DotCanvas(size: inside.size, marker: theme.capabilities.marker)
    let tracer = CurveTracer(x: axes.x, y: axes.y)
    // Faint curves first, so that the others lie on top.
    let order = series.indices.sorted { series[$0].isFaint && !series[$1].isFaint }
    for index in order {
      let sign = series[index].isFaint ? "." : Signs.ascii.pointMark(index)
      tracer.trace(series[index].samples, on: &canvas, ink: DotCanvas.Ink(style(index, theme), sign: sign))
    }
    canvas.draw(x: inside.x, y: inside.y, on: &frame)
  }

  private func drawMarks(_ axes: PlotAxes, _ parts: PlotAxes.Parts, on frame: inout Frame, _ theme: Theme) {
    let line = theme.signs.dottedLine
    for mark in marks {
      guard let column = axes.column(of: mark.x, in: parts.inside) else { continue }
      for y in parts.inside.rows { frame.put(line, x: column, y: y, style: theme.muted) }
      if !parts.axis.isEmpty { frame.put(mark.sign, x: column, y: parts.axis.y, style: theme.accent) }
    }
    guard let crosshair, let column = axes.column(of: crosshair, in: parts.inside) else { return }
    for y in parts.inside.rows { frame.put(theme.signs.verticalLine, x: column, y: y, style: theme.accent) }
    if !parts.axis.isEmpty { frame.put(theme.signs.up, x: column, y: parts.axis.y, style: theme.accent) }
    frame.cursor = Point(x: column, y: parts.inside.bottom - 1)
  }

  /// A letter on the axis under every sample that has no place.
  private func drawGaps(_ axes: PlotAxes, _ parts: PlotAxes.Parts, on frame: inout Frame, _ theme: Theme) {
    let row = parts.axis.isEmpty ? parts.inside.bottom - 1 : parts.axis.y
    for sample in series.lazy.flatMap(\.samples) where axes.y.position(sample.y) == nil {
      guard let column = axes.column(of: sample.x, in: parts.inside) else { continue }
      let sign: Character = sample.y.isNaN ? "N" : sample.y.isInfinite ? "I" : "0"
      frame.put(sign, x: column, y: row, style: theme.error)
    }
  }
}
