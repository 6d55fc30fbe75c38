import Autodiff
import Datasets
import Screen
import Stepping

extension PanelID {
  public static let curves = PanelID("curves")
}

/// Loss and metric against iterations, live. The cross-hair reads values and takes the whole workbench
/// along: the curve is a time line.
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
    let range = 0...Double(max(lastIteration(snapshot), 1))
    let iterations = state.text(BilingualText("iteration", zh: "迭代"))
    let words = (
      train: state.text(BilingualText("train", zh: "训练")), test: state.text(BilingualText("test", zh: "测试")),
      batch: state.text(BilingualText("batch", zh: "批次"))
    )
    var series = [LinePlot.Series(words.batch, batchLosses(snapshot.losses), color: 4, isFaint: true)]
    series += otherBranches(snapshot, state) { $0.train.loss }
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
    var metrics = otherBranches(snapshot, state) { $0.train.metric }
    metrics += [LinePlot.Series(words.train, points.map { sample($0) { $0.train.metric } }, color: 0)]
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
    let current = snapshot.branches.first(where: \.isCurrent)
    return (current?.marks ?? []).map { LinePlot.Mark(x: Double($0.iteration), sign: ChangeMark.sign($0.change)) }
  }

  /// The other branches: the one that goes along by name, the others faint.
  private static func otherBranches(
    _ snapshot: Snapshot, _ state: WorkbenchState, _ value: (EvaluationPoint) -> Double?
  ) -> [LinePlot.Series] {
    snapshot.branches.enumerated().compactMap { index, branch in
      guard !branch.isCurrent else { return nil }
      let samples = branch.evaluations.points.compactMap { point in
        value(point).map { PlotSample(x: Double(point.completedIterations), y: $0) }
      }
      let isAlong = branch.id == snapshot.comparison?.id
      return LinePlot.Series(state.text(branch.name), samples, color: 2 + index % 4, isFaint: !isAlong)
    }
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let snapshot = state.snapshot else { return false }
    let last = lastIteration(snapshot)
    let now = state.view.crosshair ?? snapshot.completedIterations
    let stride = max(last / 60, 1)
    let next: Int
    switch movement {
    case .left: next = now - stride
    case .right: next = now + stride
    case .pageUp: next = now - 10 * stride
    case .pageDown: next = now + 10 * stride
    case .up, .down: return false
    }
    let target = min(max(next, 0), last)
    state.view.crosshair = target
    effects += goTo(target, &state)
    return true
  }

  /// Takes the workbench to the iteration under the cross-hair, wherever it has gone since.
  static func activate(_ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let crosshair = state.view.crosshair else { return false }
    effects += goTo(crosshair, &state)
    return true
  }

  private static func goTo(_ iteration: Int, _ state: inout WorkbenchState) -> [Effect] {
    state.pace = nil
    state.questions = []
    return [.trainer(.goToIteration(iteration))]
  }

  /// The last iteration finished on this branch, or on the one that goes along if that is longer.
  private static func lastIteration(_ snapshot: Snapshot) -> Int {
    let shown = snapshot.branches.filter { $0.isCurrent || $0.id == snapshot.comparison?.id }.map(\.end)
    return (shown + [snapshot.end]).map { $0.position == 0 ? $0.iteration : $0.iteration + 1 }.max() ?? 0
  }
}
