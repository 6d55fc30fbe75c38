import Autodiff
import Screen
import Stepping

extension PanelID {
  public static let gradients = PanelID("gradients")
}

/// Every parameter's gradient and update: norms, the share of itself that an update changes, both
/// through time; below, how the numbers of the chosen one are spread through the run.
enum GradientsPanel: Panel {
  static let id = PanelID.gradients
  static let title = BilingualText("gradients", zh: "梯度统计")
  static let letter: Character? = "H"
  static let minimumSize = Size(width: 30, height: 5)

  /// The ends of the scale of update ratios, and the usual size on it, as powers of ten.
  private static let (lowest, usual, highest) = (-6.0, -3.0, 0.0)

  static func showsGradients(_ state: WorkbenchState) -> Bool { !state[id].tab.isMultiple(of: 2) }

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let snapshot = state.snapshot else { return }
    guard let history = snapshot.statistics, let last = history.points.last else {
      let text = BilingualText("No statistics yet.", zh: "还没有统计。")
      Paragraph(state.text(text), style: theme.muted).draw(in: area.inset(left: 1), on: &frame, theme: theme)
      return
    }
    // Where the run stands, also in the past.
    let index = history.points.lastIndex { $0.completedIterations <= snapshot.completedIterations }
    let now = index.map { history.points[$0] } ?? last
    let area = area.inset(left: 1)
    let hasRadius = now.parameters.contains { $0.spectralRadius != nil }
    let wanted = now.parameters.count + (hasRadius ? 4 : 3)
    let tableHeight = area.height >= wanted + 7 ? wanted : max(min(area.height - 7, wanted), min(area.height, 5))
    drawTable(
      history, now, snapshot, state,
      in: Rect(
        x: area.x, y: area.y, width: area.width, height: tableHeight), on: &frame, theme)
    let rest = area.inset(top: tableHeight)
    guard rest.height >= 5, let parameter = now.parameters[safe: choice(state, now.parameters.count)] else { return }
    let what =
      showsGradients(state) ? BilingualText("gradients", zh: "梯度") : BilingualText("numbers", zh: "数值")
    let name = SlotText.name(parameter.slot, snapshot.program)
    DistributionPlot(
      columns: history.points.compactMap { point in
        let found = point.parameters.first { $0.slot == parameter.slot }
        return (showsGradients(state) ? found?.gradients : found?.weights).map {
          DistributionPlot.Column(completedIterations: point.completedIterations, distribution: $0)
        }
      }, now: snapshot.completedIterations,
      title: state.text(BilingualText("\(what.english) of \(name)", zh: "\(name) 的\(what.chinese)分布"))
        + " " + DistributionPlot.legend(theme),
      xTitle: state.text(BilingualText("iteration", zh: "迭代"))
    ).draw(in: rest, on: &frame, theme: theme)
  }

  private static func choice(_ state: WorkbenchState, _ count: Int) -> Int {
    min(max(state[id].choice, 0), max(count - 1, 0))
  }

  private static func drawTable(
    _ history: StatisticsHistory, _ now: StatisticsPoint, _ snapshot: Snapshot, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    let isWide = area.width >= 72
    let lengths: [Layout.Length] =
      [.fixed(min(16, area.width * 2 / 7)), .fixed(7)] + (isWide ? [.fixed(7), .fixed(7)] : [])
      + [.fixed(7), area.width >= 48 ? .minimum(12) : .weight(1)] + (area.width >= 48 ? [.weight(isWide ? 1 : 8)] : [])
    let columns = Layout.split(area.inset(right: 1), .horizontally, lengths, spacing: 1)
    let bar = columns[isWide ? 5 : 3]
    let titles =
      [state.text(BilingualText("parameter", zh: "参数")), "|∂|"] + (isWide ? ["|w|", "|Δw|"] : []) + ["Δw/w", "1e-6"]
    for (index, title) in titles.enumerated() {
      frame.put(
        title, in: columns[index], alignment: index == 0 || index == titles.count - 1 ? .left : .right,
        style: theme.title)
    }
    if bar.width >= 12 {
      let mark = column(Self.usual, in: bar)
      frame.clipped(to: bar) { $0.put("1e-3", x: mark - 1, y: bar.y, style: theme.title) }
      frame.put("1", in: bar, alignment: .right, style: theme.title)
    }
    if let trend = columns[safe: titles.count] {
      frame.put(state.text(BilingualText("in time", zh: "变化")), in: trend, style: theme.title)
    }
    let radius = radiusText(history, now, snapshot, state)
    let lines = radius == nil ? 2 : 3
    let body = area.inset(top: 1, bottom: lines)
    var scroll = Scroll(total: now.parameters.count, visible: body.height)
    let chosen = choice(state, now.parameters.count)
    scroll.reveal(chosen)
    for (place, index) in scroll.range.enumerated() {
      drawRow(now.parameters[index], history, snapshot, columns, row: place + 1, isWide, on: &frame, theme)
      guard index == chosen else { continue }
      frame.restyle(columns[0].row(place + 1), with: theme.selection)
      guard state.focus == id else { continue }
      frame.cursor = Point(x: body.x, y: body.y + place)
    }
    ScrollBar(scroll).draw(in: body, on: &frame, theme: theme)
    if let radius, area.height > lines {
      frame.put(radius, in: area, row: area.height - lines, style: theme.accent)
    }
    drawTotal(now, state, in: area, on: &frame, theme)
  }

  /// What recurrent weights make of a state from one time step to the next, now and before any training: of the
  /// chosen parameter, or of the first that has such a number.
  private static func radiusText(
    _ history: StatisticsHistory, _ now: StatisticsPoint, _ snapshot: Snapshot, _ state: WorkbenchState
  ) -> String? {
    let chosen = now.parameters[safe: choice(state, now.parameters.count)]
    guard
      let parameter = chosen.flatMap({ $0.spectralRadius == nil ? nil : $0 })
        ?? now.parameters.first(where: { $0.spectralRadius != nil }), let radius = parameter.spectralRadius
    else { return nil }
    let format = NumberFormat(glyphs: state.capabilities.glyphs)
    let first = history.points.first?.parameters.first { $0.slot == parameter.slot }?.spectralRadius
    let start = first.map { format.text($0) } ?? "\(state.theme.signs.notYet)"
    let name = SlotText.name(parameter.slot, snapshot.program)
    return state.text(
      BilingualText(
        "ρ(\(name)): \(format.text(radius)), at first \(start)", zh: "ρ(\(name))：\(format.text(radius))，起初 \(start)"))
  }

  private static func drawRow(
    _ parameter: ParameterStatistics, _ history: StatisticsHistory, _ snapshot: Snapshot, _ columns: [Rect], row: Int,
    _ isWide: Bool, on frame: inout Frame, _ theme: Theme
  ) {
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    // What no iteration has computed yet is no 0.
    func text(_ value: Double?) -> String { value.map { format.text($0, width: 7) } ?? "\(theme.signs.notYet)" }
    let numbers =
      [text(parameter.gradientNorm)] + (isWide ? [text(parameter.weightNorm), text(parameter.updateNorm)] : [])
      + [text(parameter.updateRatio)]
    frame.put(SlotText.name(parameter.slot, snapshot.program), in: columns[0], row: row, style: theme.text)
    for (index, number) in numbers.enumerated() {
      frame.put(number, in: columns[index + 1], row: row, alignment: .right, style: theme.text)
    }
    let bar = columns[numbers.count + 1].row(row)
    drawRatio(parameter.updateRatio, in: bar, on: &frame, theme)
    guard let trend = columns[safe: numbers.count + 2] else { return }
    let norms = history.points.filter { $0.completedIterations <= snapshot.completedIterations }.compactMap { point in
      point.parameters.first { $0.slot == parameter.slot }?.gradientNorm
    }
    Sparkline(resampled(norms, to: trend.width)).draw(in: trend.row(row), on: &frame, theme: theme)
  }

  /// A bar on a logarithmic scale, with a line where the usual size is.
  private static func drawRatio(_ ratio: Double?, in area: Rect, on frame: inout Frame, _ theme: Theme) {
    guard area.width >= 4 else { return }
    let mark = column(Self.usual, in: area)
    frame.clipped(to: area) { frame in
      frame.put(theme.signs.dottedLine, x: mark, y: area.y, style: theme.muted)
      guard let ratio, ratio > 0, ratio.isFinite else { return }
      let end = column(min(max(NaturalLogarithm.base10(ratio), Self.lowest), Self.highest), in: area)
      for x in area.x...max(end, area.x) {
        frame.put(
          x == mark ? theme.signs.verticalLine : theme.capabilities.isUnicode ? Blocks.lowerEighths[4] : "=", x: x,
          y: area.y, style: theme.series(0))
      }
    }
  }

  private static func column(_ power: Double, in area: Rect) -> Int {
    area.x + Int(((power - lowest) / (highest - lowest) * Double(max(area.width - 1, 0))).rounded())
  }

  /// The last value of each of so many equal parts; all of them where they fit.
  private static func resampled(_ values: [Double], to count: Int) -> [Double] {
    guard values.count > count, count > 0 else { return values }
    return (0..<count).map { values[($0 + 1) * values.count / count - 1] }
  }

  /// The norm of all gradients, and what the middle of the scale means.
  private static func drawTotal(
    _ now: StatisticsPoint, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    guard area.height >= 4 else { return }
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    let total = now.gradientNorm.map { format.text($0) } ?? "\(theme.signs.notYet)"
    frame.put(
      state.text(
        BilingualText(
          "after iteration \(now.completedIterations): all gradients together \(total)",
          zh: "第 \(now.completedIterations) 次迭代之后：全部梯度的范数 \(total)")), in: area, row: area.height - 2,
      style: theme.accent)
    frame.put(
      state.text(
        BilingualText("Δw/w: share that an update changes; 1e-3 is usual", zh: "Δw/w：一次更新改变的比例；通常约 1e-3")), in: area,
      row: area.height - 1, style: theme.muted)
  }

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    let count = state.snapshot?.program.parameters.count ?? 0
    switch movement {
    case .up: state[id].choice = choice(state, count) - 1
    case .down: state[id].choice = choice(state, count) + 1
    case .pageUp: state[id].choice = 0
    case .pageDown: state[id].choice = count - 1
    case .left, .right:
      state[id].tab += 1
      return true
    }
    state[id].choice = choice(state, count)
    return true
  }
}
