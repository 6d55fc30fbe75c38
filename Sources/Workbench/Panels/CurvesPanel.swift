import Autodiff
import Datasets
import Screen
import Stepping

extension PanelID {
  public static let curves = PanelID("curves")
}

/// Loss and metric against iterations, live. The cross-hair reads values and is a way to go to a
/// moment: Enter takes the whole workbench there.
enum CurvesPanel: Panel {
  static let id = PanelID.curves
  static let title = BilingualText("curves", zh: "曲线")
  static let minimumSize = Size(width: 20, height: 6)

  static func note(_ state: WorkbenchState) -> String {
    state.view.isLogarithmic ? state.text(BilingualText("log", zh: "对数")) : ""
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot, let session = state.session else { return }
    let showsMetric = area.height >= 12
    let rows = Layout.split(area, .vertically, [.weight(3), .weight(showsMetric ? 2 : 0)])
    let now = Double(snapshot.completedIterations)
    let marks = [LinePlot.Mark(x: now, sign: theme.signs.dottedLine.isASCII ? "|" : "┊")] + interventionMarks(snapshot)
    let crosshair = state.view.crosshair.map(Double.init)
    // The axis begins at the start and is never a single point.
    let last = snapshot.end.position == 0 ? 0 : snapshot.end.iteration + 1
    let range = 0...Double(max(last, 1))
    let iterations = state.text(BilingualText("iteration", zh: "迭代"))
    let words = (
      train: state.text(BilingualText("train", zh: "训练")), test: state.text(BilingualText("test", zh: "测试")),
      batch: state.text(BilingualText("batch", zh: "批次"))
    )
    var series = [LinePlot.Series(words.batch, batchLosses(snapshot.losses), color: 4, isFaint: true)]
    var points = snapshot.evaluations.points
    // The curve reaches to where the run is, between two evaluations too.
    if let current = snapshot.current, current.completedIterations > points.last?.completedIterations ?? -1 {
      points.append(current)
    }
    series.append(LinePlot.Series(words.train, points.map { sample($0) { $0.train.loss } }, color: 0))
    if points.contains(where: { $0.test != nil }) {
      series.append(
        LinePlot.Series(
          words.test, points.compactMap { point in point.test.map { test in sample(point) { _ in test.loss } } },
          color: 1))
    }
    LinePlot(
      series, xTitle: showsMetric ? "" : iterations, yTitle: state.text(BilingualText("loss", zh: "损失")),
      isLogarithmic: state.view.isLogarithmic, xRange: range, marks: marks, crosshair: crosshair
    ).draw(in: rows[0], on: &frame, theme: theme)
    guard showsMetric else { return }
    let isRegression = session.setup.data.train.classNames.isEmpty
    let title = isRegression ? "R²" : state.text(BilingualText("accuracy", zh: "准确率"))
    var metrics = [LinePlot.Series(words.train, points.map { sample($0) { $0.train.metric } }, color: 0)]
    if points.contains(where: { $0.test != nil }) {
      metrics.append(
        LinePlot.Series(
          words.test, points.compactMap { point in point.test.map { test in sample(point) { _ in test.metric } } },
          color: 1))
    }
    LinePlot(
      metrics, xTitle: iterations, yTitle: title, xRange: range, yRange: isRegression ? nil : 0...1, marks: marks,
      crosshair: crosshair
    ).draw(in: rows[1], on: &frame, theme: theme)
  }

  private static func sample(_ point: EvaluationPoint, _ value: (EvaluationPoint) -> Double) -> PlotSample {
    PlotSample(x: Double(point.completedIterations), y: value(point))
  }

  /// Three samples a bucket, so that no spike is lost: smallest, largest, last.
  private static func batchLosses(_ losses: LossRecord) -> [PlotSample] {
    var samples: [PlotSample] = []
    for span in losses.spans {
      let bucket = span.bucket
      let x = Double(span.iteration + 1)
      if bucket.notFinite > 0 { samples.append(PlotSample(x: x, y: .nan)) }
      guard bucket.count > 0 else { continue }
      samples.append(PlotSample(x: x, y: Double(bucket.smallest)))
      if bucket.largest != bucket.smallest { samples.append(PlotSample(x: x, y: Double(bucket.largest))) }
      samples.append(PlotSample(x: x + Double(span.width - 1), y: Double(bucket.last)))
    }
    return samples
  }

  /// A letter where something was changed.
  private static func interventionMarks(_ snapshot: Snapshot) -> [LinePlot.Mark] {
    snapshot.interventions.map { intervention in
      let sign: Character =
        switch intervention.change {
        case .learningRate: "η"
        case .optimizerConstants: "c"
        case .parameter: "e"
        case .structure: "s"
        }
      return LinePlot.Mark(x: Double(intervention.moment.iteration), sign: sign)
    }
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot else { return false }
    let last = snapshot.end.position == 0 ? 0 : snapshot.end.iteration + 1
    let now = state.view.crosshair ?? snapshot.completedIterations
    let stride = max(last / 60, 1)
    let next: Int
    switch movement {
    case .left: next = now - stride
    case .right: next = now + stride
    case .pageUp: next = now - 10 * stride
    case .pageDown: next = now + 10 * stride
    case .up, .down, .home, .end: return false
    }
    state.view.crosshair = min(max(next, 0), last)
    return true
  }

  /// Takes the workbench to the iteration under the cross-hair.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot, let crosshair = state.view.crosshair else { return false }
    effects += TimeCommands.go(
      &state,
      to: crosshair == 0 ? .start : Moment(iteration: crosshair - 1, position: snapshot.program.instructions.count))
    return true
  }
}
