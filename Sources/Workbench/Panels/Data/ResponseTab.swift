import Autodiff
import Datasets
import Lessons
import NeuralNet
import Screen
import Stepping
import TensorMath

/// What the network says along one feature while all others are 0, the mean of standardized data: a curve, with the
/// training samples on it. For a single neuron, upright lines show where its sum crosses the threshold, or where its
/// dead zone begins and ends. Up and down choose the feature.
enum ResponseTab {
  private static let samples = 120

  static func request(_ session: LessonSession, _ state: WorkbenchState) -> SurfaceRequest? {
    let data = session.setup.data.train
    guard data.featureCount > 0 else { return nil }
    let feature = feature(session, state)
    // One row: the vertical axis is not used.
    return SurfaceRequest(
      columns: samples, rows: 1, horizontalFeature: feature, verticalFeature: feature,
      horizontalRange: DataPanel.range(data, feature), verticalRange: 0...1)
  }

  private static func feature(_ session: LessonSession, _ state: WorkbenchState) -> Int {
    let count = max(session.setup.data.train.featureCount, 1)
    return ((state.dataChoices.feature % count) + count) % count
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState) -> Bool {
    guard movement == .up || movement == .down else { return false }
    state.dataChoices.feature += movement == .down ? 1 : -1
    return true
  }

  static func draw(
    _ session: LessonSession, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    guard let snapshot = state.snapshot, let surface = snapshot.surface, surface.request.rows == 1 else { return }
    let data = session.setup.data.train
    let feature = surface.request.horizontalFeature
    guard feature < data.featureCount else { return }
    let range = Double(surface.request.horizontalRange.lowerBound)...Double(surface.request.horizontalRange.upperBound)
    let marks = thresholds(session, snapshot, feature)
    let note = note(session, snapshot, marks, state, theme)
    let hasNote = area.height >= 8 && !note.isEmpty
    if hasNote { frame.put(note, in: area, style: theme.muted) }
    let plot = LinePlot(
      curves(surface, data, range), xTitle: DataText.title(data.featureNames[feature]),
      yTitle: state.text(BilingualText("output", zh: "输出")), xRange: range, yRange: yRange(surface, data),
      marks: marks.map { LinePlot.Mark(x: $0, sign: theme.signs.up) })
    let body = hasNote ? area.inset(top: 1) : area
    plot.draw(in: body, on: &frame, theme: theme)
    guard data.classNames.count <= 2 else { return }
    drawPoints(data, feature, plot, in: body, on: &frame, theme)
  }

  /// One curve an output; classes by their names.
  private static func curves(_ surface: Surface, _ data: Dataset, _ range: ClosedRange<Double>) -> [LinePlot.Series] {
    let width = (range.upperBound - range.lowerBound) / Double(surface.request.columns)
    return (0..<min(surface.outputCount, 8)).map { output in
      let name = surface.outputCount > 1 ? data.classNames[safe: output] ?? "" : ""
      return LinePlot.Series(
        name,
        (0..<surface.request.columns).map { column in
          PlotSample(
            x: range.lowerBound + width * (Double(column) + 0.5),
            y: Double(surface.predictions[column * surface.outputCount + output]))
        })
    }
  }

  /// Curve and targets.
  private static func yRange(_ surface: Surface, _ data: Dataset) -> ClosedRange<Double>? {
    guard data.classNames.count <= 2 else { return 0...1 }
    let values = (surface.predictions + data.targets.values).filter(\.isFinite).map(Double.init)
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    let margin = (high - low) * 0.05
    return low - margin...high + margin
  }

  private static func drawPoints(
    _ data: Dataset, _ feature: Int, _ plot: LinePlot, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let axes = plot.axes(for: area, theme: theme, widths: frame.widths)
    let parts = axes.parts(of: area, theme: theme)
    frame.clipped(to: area) { frame in
      for sample in 0..<data.count {
        let example = data.example(sample)
        guard let column = axes.column(of: Double(example[example.startIndex + feature]), in: parts.inside),
          let row = axes.row(of: Double(data.targets[sample]), in: parts.inside)
        else { continue }
        let index = data.classNames.isEmpty ? 0 : Int(data.targets[sample])
        frame.put(theme.signs.pointMark(index), x: column, y: row, style: theme.series(index + 1))
      }
    }
  }

  // MARK: Threshold

  /// Where on the axis a single neuron's sum is at its threshold: for the dead zone at both of its ends.
  static func thresholds(_ session: LessonSession, _ snapshot: Snapshot, _ feature: Int) -> [Double] {
    guard let (layer, activation) = singleNeuron(session),
      let weightSlot = snapshot.program.slot(named: "\(layer.name).weight"),
      let biasSlot = snapshot.program.slot(named: "\(layer.name).bias"),
      let weight = snapshot.values(of: weightSlot.id)?[safe: feature], weight != 0,
      let bias = snapshot.values(of: biasSlot.id)?.first
    else { return [] }
    let zone = (try? ActivationCatalog.threshold(in: layer.settings)) ?? ActivationCatalog.defaultThreshold
    let sums: [Float] = activation.hasThreshold && zone > 0 ? [-zone, zone] : [0]
    return sums.map { (Double($0) - Double(bias)) / Double(weight) }.sorted()
  }

  private static func singleNeuron(_ session: LessonSession) -> (LayerDescription, Activation)? {
    let layers = session.setup.configuration.model.layers
    guard layers.count == 1, let layer = layers.first, layer.type == Dense.name, layer.settings["units"] == "1",
      let activation = try? ActivationCatalog.activation(named: layer.settings["activation"] ?? "linear")
    else { return nil }
    return (layer, activation)
  }

  private static func note(
    _ session: LessonSession, _ snapshot: Snapshot, _ marks: [Double], _ state: WorkbenchState, _ theme: Theme
  ) -> String {
    let format = NumberFormat(significantDigits: 3, glyphs: theme.capabilities.glyphs)
    if marks.count == 2 {
      let (from, to) = (format.text(marks[0]), format.text(marks[1]))
      return state.text(
        BilingualText("dead zone from \(from) to \(to): output 0, slope 0", zh: "死区 \(from) 到 \(to)：输出 0，斜率 0"))
    }
    if let threshold = marks.first {
      return state.text(
        BilingualText(
          "threshold: the sum is 0 at \(format.text(threshold))", zh: "阈值：和在 \(format.text(threshold)) 处为 0"))
    }
    guard session.setup.data.train.featureCount > 1 else { return "" }
    return state.text(
      BilingualText("all other features at 0; up and down choose another", zh: "其余特征为 0；上下键换一个特征"))
  }
}
