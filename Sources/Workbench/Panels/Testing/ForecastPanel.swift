import Autodiff
import Datasets
import Screen
import Stepping

extension PanelID {
  public static let forecast = PanelID("forecast")
}

/// Forecasts of a series against truth, and their errors always beside those of "tomorrow = today" on the same days.
/// `[` and `]` change between all days and the last ones; left and right move a cross-hair over the dates.
enum ForecastPanel: Panel {
  static let id = PanelID.forecast
  static let title = BilingualText("forecast", zh: "预测对照")
  static let letter: Character? = "U"
  static let minimumSize = Size(width: 34, height: 6)

  /// How many moments the close view shows: few enough to see whether the forecast only follows.
  private static let closeCount = 60

  /// The test part, or the training part where there is no other.
  static func part(_ session: LessonSession) -> DataPart? {
    guard session.setup.data.forecast != nil else { return nil }
    return session.setup.data.test.count > 0 ? .test : .train
  }

  static func note(_ state: WorkbenchState) -> String {
    guard let test = state.snapshot?.forecast else { return "" }
    return state.text(
      BilingualText("after iteration \(test.completedIterations)", zh: "第 \(test.completedIterations) 次迭代后"))
  }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session, area.height >= 2 else { return }
    frame.clipped(to: area) { frame in
      let area = area.inset(left: 1)
      guard let task = session.setup.data.forecast else {
        let text = BilingualText("This lesson's data are no series: nothing is forecast.", zh: "本课的数据不是序列，没有预测。")
        return Paragraph(state.text(text), style: theme.muted).draw(in: area, on: &frame, theme: theme)
      }
      guard let test = state.snapshot?.forecast else { return }
      let words = ForecastWords(test, task, theme)
      TabBar(tabs.map { state.text($0) }, selected: isClose(state) ? 1 : 0)
        .draw(in: area.row(0), on: &frame, theme: theme)
      let body = area.inset(top: 1)
      let top = drawFigures(words, state, in: body, on: &frame, theme)
      drawPlot(test, task, state, in: body.inset(top: top), on: &frame, theme)
    }
  }

  private static let tabs = [
    BilingualText("all moments", zh: "全部时刻"), BilingualText("the last \(closeCount)", zh: "最后 \(closeCount) 个"),
  ]

  private static func isClose(_ state: WorkbenchState) -> Bool { !state[id].tab.isMultiple(of: 2) }

  // MARK: Figures

  /// The headline, and in enough room the table with the ratio in large figures beside it.
  ///
  /// - Returns: how many rows are taken.
  private static func drawFigures(
    _ words: ForecastWords, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) -> Int {
    guard area.height >= 13 else {
      frame.put(state.text(words.headline), in: area, style: theme.accent)
      return 1
    }
    let figures = LargeFigures(words.ratio)
    let size = figures.size(theme)
    let rows = words.table.map { $0.map { state.text($0) } }
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { frame.widths.columns(of: $0[column]) }.max() ?? 0
    }
    for (row, cells) in rows.enumerated() {
      var x = area.x
      for (column, cell) in cells.enumerated() {
        let box = Rect(x: x, y: area.y + row, width: widths[column], height: 1)
        let style = row == 0 || column == 0 ? theme.muted : row == 3 ? theme.accent : theme.text
        frame.put(cell, in: box, alignment: column == 0 ? .left : .right, style: style)
        x += widths[column] + 2
      }
    }
    let tableWidth = widths.reduce(0) { $0 + $1 + 2 }
    frame.put(state.text(words.remark), in: area.row(rows.count), style: theme.muted)
    guard area.width >= tableWidth + size.width + 2 else {
      // Below the table, where the plot can spare the rows.
      let below = area.inset(top: rows.count + 1)
      guard below.height >= size.height + 9 else { return rows.count + 1 }
      figures.draw(in: below, on: &frame, theme: theme)
      frame.put(
        state.text(words.ratioCaption), in: below.inset(left: size.width + 2), row: size.height / 2, style: theme.muted)
      return rows.count + 1 + size.height
    }
    figures.draw(
      in: Rect(x: area.right - size.width - 1, y: area.y, width: size.width, height: size.height), on: &frame,
      theme: theme)
    // Five rows of figures leave no room for what they are; the table has the same number.
    if size.height < rows.count {
      frame.put(
        state.text(words.ratioCaption), in: area.row(size.height).inset(right: 1), alignment: .right, style: theme.muted
      )
    }
    return max(rows.count + 1, size.height)
  }

  // MARK: Plot

  private static func drawPlot(
    _ test: ForecastTest, _ task: ForecastTask, _ state: WorkbenchState, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    guard area.height >= 3, let shown = rows(test, task, state) else { return }
    let place = ForecastPlaces(task, firstRow: shown.lowerBound)
    func samples(_ rows: some Sequence<(Int, Double)>) -> [PlotSample] {
      rows.compactMap { row, value in shown.contains(row) ? PlotSample(x: place.x(of: row), y: value) : nil }
    }
    let truth = samples(shown.compactMap { row in task.target.values[row].map { (row, Double($0)) } })
    let oneStep = samples(zip(test.rows, test.forecasts))
    var series = [
      LinePlot.Series(state.text(BilingualText("truth", zh: "真值")), truth, color: 0),
      LinePlot.Series(state.text(BilingualText("one step", zh: "单步")), oneStep, color: 1),
    ]
    if let free = test.freeRun {
      series.append(
        LinePlot.Series(
          state.text(BilingualText("free run", zh: "自由运行")),
          samples(free.levels.enumerated().map { (free.firstRow + $0, $1) }), color: 2))
    }
    let crosshair = crosshair(in: shown, state)
    let dates = task.series.dates
    let xTitle =
      crosshair.map { dates[$0] }
      ?? state.text(
        BilingualText(
          "\(place.title.english), \(dates[shown.lowerBound]) to \(dates[shown.upperBound])",
          zh: "\(place.title.chinese)，\(dates[shown.lowerBound]) 至 \(dates[shown.upperBound])"))
    let title = task.unit.map { "\(task.target.name) (\($0))" } ?? task.target.name
    LinePlot(
      series, xTitle: xTitle, yTitle: title,
      xRange: place.x(of: shown.lowerBound)...max(place.x(of: shown.upperBound), place.x(of: shown.lowerBound) + 1),
      yRange: yRange(truth + oneStep, series.dropFirst(2).flatMap(\.samples)),
      crosshair: crosshair.map { place.x(of: $0) }
    ).draw(in: area, on: &frame, theme: theme)
  }

  /// The rows of the series that are shown: from the first forecast one to the end, or the last of them.
  private static func rows(
    _ test: ForecastTest, _ task: ForecastTask, _ state: WorkbenchState
  ) -> ClosedRange<Int>? {
    guard let first = test.rows.first, let last = test.rows.last else { return nil }
    let end = max(test.freeRun.map { $0.firstRow + $0.levels.count - 1 } ?? last, last)
    return (isClose(state) ? max(end - closeCount + 1, first) : first)...min(end, task.series.count - 1)
  }

  /// What was measured and forecast from it fills the picture; a free run may leave it, but not shrink it to nothing.
  private static func yRange(_ seen: [PlotSample], _ free: [PlotSample]) -> ClosedRange<Double>? {
    let values = seen.map(\.y).filter(\.isFinite)
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    let height = high - low
    let wide = free.map(\.y).filter(\.isFinite)
    let bottom = max(min(wide.min() ?? low, low), low - height / 2)
    let top = min(max(wide.max() ?? high, high), high + height / 2)
    return bottom - height * 0.05...top + height * 0.05
  }

  // MARK: Keys

  /// The row under the cross-hair; nil while there is none.
  private static func crosshair(in shown: ClosedRange<Int>, _ state: WorkbenchState) -> Int? {
    let choice = state[id].choice
    return choice > 0 ? min(max(choice - 1, shown.lowerBound), shown.upperBound) : nil
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let task = state.session?.setup.data.forecast, let test = state.snapshot?.forecast,
      let shown = rows(test, task, state)
    else { return false }
    let stride = max(shown.count / 60, 1)
    let now = crosshair(in: shown, state) ?? shown.upperBound
    let next: Int
    switch movement {
    case .left: next = now - stride
    case .right: next = now + stride
    case .pageUp: next = now - 10 * stride
    case .pageDown: next = now + 10 * stride
    case .up, .down: return false
    }
    state[id].choice = min(max(next, shown.lowerBound), shown.upperBound) + 1
    return true
  }
}

/// Where the rows of a series stand on the horizontal axis: at their years, or counted from the first one shown.
private struct ForecastPlaces {
  let title: BilingualText
  private let years: [Double]?
  private let firstRow: Int

  init(_ task: ForecastTask, firstRow: Int) {
    self.firstRow = firstRow
    let years = task.series.dates.compactMap { Int($0) }
    self.years = years.count == task.series.count ? years.map(Double.init) : nil
    title = self.years == nil ? BilingualText("rows from the first", zh: "自第一行起的行数") : BilingualText("date", zh: "时间")
  }

  func x(of row: Int) -> Double { years?[row] ?? Double(row - firstRow) }
}
