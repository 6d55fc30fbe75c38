import Autodiff
import Lessons
import Screen

/// An experiment over the panels: the claim and the question; the table while it fills; verdict, table and plot.
enum ExperimentView {
  static func draw(_ index: Int, _ state: WorkbenchState, on frame: inout Frame, theme: Theme) {
    guard let experiments = state.session?.lesson.experiments, experiments.indices.contains(index) else { return }
    let experiment = experiments[index]
    let box = frame.bounds.centered(Size(width: min(frame.size.width - 2, 130), height: frame.size.height - 2))
    let name = BilingualText(
      "experiment \(experiment.id) (\(index + 1) of \(experiments.count))",
      zh: "实验 \(experiment.id)（\(index + 1)/\(experiments.count)）")
    let border = Border(title: state.text(name), isFocused: true)
    frame.fill(box)
    border.draw(in: box, on: &frame, theme: theme)
    let inside = border.inside(box).inset(left: 1, right: 1)
    let body = inside.inset(bottom: 1)
    let hint: BilingualText
    if let report = state.experiments.reports[experiment.id], report.isFinished {
      drawFinished(report, state, in: body, on: &frame, theme)
      hint = BilingualText("Tab: next page   \u{2191}\u{2193} scroll   Enter: close", zh: "Tab：下一页   ↑↓ 滚动   Enter：关闭")
    } else if state.experiments.answers[experiment.id] != nil {
      drawRunning(experiment, state.experiments.reports[experiment.id], state, in: body, on: &frame, theme)
      hint = BilingualText("Esc: leave it running and go on", zh: "Esc：让它继续，先去做别的")
    } else {
      Paragraph(question(experiment, state, theme), scroll: state.experiments.scroll)
        .draw(in: body, on: &frame, theme: theme)
      hint = BilingualText("1, 2 or 3: answer and run   Esc: close", zh: "1、2 或 3：回答并运行   Esc：关闭")
    }
    let ascii = hint.english.replacing("\u{2191}\u{2193}", with: "up/down")
    let shown = theme.capabilities.isUnicode ? hint : BilingualText(ascii, zh: hint.chinese)
    frame.put(state.text(shown), in: inside.row(inside.height - 1), style: theme.muted)
  }

  private static func question(_ experiment: Experiment, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    var lines = claim(experiment, state, theme)
    lines += ProseText.lines(state.text(experiment.question), theme) + [StyledText("")]
    for (number, verdict) in Verdict.allCases.enumerated() {
      lines.append(StyledText("  \(number + 1)  ", theme.key) + StyledText(state.text(experiment.choices[verdict])))
    }
    let runs = experiment.variations.count * experiment.seeds.count
    let note = BilingualText("Then \(runs) trainings are run.", zh: "然后运行 \(runs) 次训练。")
    return lines + [StyledText(""), StyledText(state.text(note), theme.muted)]
  }

  private static func claim(_ experiment: Experiment, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    let word = BilingualText("Claim: ", zh: "说法：")
    return [StyledText(state.text(word), theme.title) + StyledText(state.text(experiment.claim)), StyledText("")]
  }

  private static func drawRunning(
    _ experiment: Experiment, _ report: ExperimentReport?, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    guard area.height > 2 else { return }
    let progress = report?.progress ?? 0
    let label = BilingualText("running \(Int(progress * 100)) %", zh: "运行中 \(Int(progress * 100))%")
    Gauge(fraction: progress, label: state.text(label)).draw(in: area.row(0), on: &frame, theme: theme)
    if let report { drawTable(report, state, in: area.inset(top: 2), on: &frame, theme) }
  }

  // MARK: Finished

  private static func drawFinished(
    _ report: ExperimentReport, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let page = state.experiments.page
    TabBar(ExperimentDesk.Page.allCases.map { state.text($0.title) }, selected: page.rawValue)
      .draw(in: area.row(0), on: &frame, theme: theme)
    let body = area.inset(top: 2)
    switch page {
    case .verdict: drawVerdict(report, state, in: body, on: &frame, theme)
    case .table: drawTable(report, state, in: body, on: &frame, theme)
    case .plot: ExperimentPlot(report, state.language).draw(in: body, on: &frame, theme: theme)
    }
  }

  /// On a large screen table and plot stand below the words.
  private static func drawVerdict(
    _ report: ExperimentReport, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let lines = verdict(report, state, theme)
    let words = Paragraph(lines).laidOut(width: area.width, widths: frame.widths).count
    let table = table(report, state, frame.widths, width: area.width)
    let tableHeight = table.head.count + table.body.count
    let left = area.height - words - 1
    let scroll = Scroll(total: words, visible: area.height, offset: state.experiments.scroll)
    Paragraph(lines, scroll: scroll.offset).draw(in: area, on: &frame, theme: theme)
    // In the margin, so that no letter is covered.
    let margin = Rect(x: area.x, y: area.y, width: area.width + 1, height: area.height)
    ScrollBar(scroll).draw(in: margin, on: &frame, theme: theme)
    guard left >= tableHeight else { return }
    let rest = area.inset(top: words + 1)
    drawTable(report, state, in: rest, on: &frame, theme)
    guard left >= tableHeight + 11 else { return }
    ExperimentPlot(report, state.language).draw(in: rest.inset(top: tableHeight + 1), on: &frame, theme: theme)
  }

  private static func verdict(_ report: ExperimentReport, _ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    let experiment = report.experiment
    var lines = claim(experiment, state, theme)
    guard let verdict = report.verdict else { return lines }
    let stop = state.text(BilingualText(". ", zh: "。"))
    lines.append(
      StyledText(state.text(BilingualText("The claim ", zh: "这种说法")), theme.title)
        + StyledText(state.text(verdict.name), verdict == .holds ? theme.good : theme.warning)
        + StyledText("\(stop)\(state.text(experiment.verdicts[verdict]))"))
    if let answer = state.experiments.answers[experiment.id] {
      let isRight = answer == verdict
      let said =
        isRight
        ? BilingualText("As you predicted.", zh: "与你的预测一致。")
        : BilingualText(
          "You predicted: \(experiment.choices[answer].english)", zh: "你的预测是：\(experiment.choices[answer].chinese)")
      lines.append(
        StyledText("\(isRight ? theme.signs.done : theme.signs.wrong) ", isRight ? theme.good : theme.warning)
          + StyledText(state.text(said), theme.muted))
    }
    lines += [StyledText(""), StyledText(state.text(BilingualText("If it were right:", zh: "若它为真：")), theme.title)]
    for outcome in report.outcomes {
      lines.append(
        StyledText(
          " \(outcome.holds ? theme.signs.done : theme.signs.wrong) ", outcome.holds ? theme.good : theme.warning)
          + StyledText(state.text(outcome.expectation.text)))
      lines.append(StyledText("   " + report.evidence(outcome, state.language), theme.muted))
    }
    return lines + [StyledText("")] + ProseText.lines(state.text(experiment.explanation), theme)
  }

  // MARK: Table

  /// Medians; with the spread over the seeds where there is room for it.
  private static func table(
    _ report: ExperimentReport, _ state: WorkbenchState, _ widths: CharacterWidth, width: Int
  ) -> (head: [String], body: [String]) {
    let names = report.experiment.settingNames
    let header =
      names
      + report.columns.map { column in
        let (title, unit) = (state.text(column.title), state.text(column.unit))
        return unit.isEmpty || title.contains(unit) ? title : "\(title) [\(unit)]"
      }
    func lines(spread: Bool, widest: Int) -> (head: [String], body: [String]) {
      let rows = report.rows.indices.map { row in
        names.map { report.rows[row].variation[$0] ?? "" }
          + report.columns.indices.map { column in
            spread ? report.textWithSpread(row, column, state.language) : report.text(row, column, state.language)
          }
      }
      return TextTable(header: header, rows: rows, names: names.count, widestTitle: widest, widths: widths).lines
    }
    for (spread, widest) in [(true, 18), (false, 18), (false, 12), (false, 8)] {
      let made = lines(spread: spread, widest: widest)
      if (made.head + made.body).allSatisfy({ widths.columns(of: $0) <= width }) { return made }
    }
    return lines(spread: false, widest: 8)
  }

  private static func drawTable(
    _ report: ExperimentReport, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let (head, body) = table(report, state, frame.widths, width: area.width)
    let room = max(area.height - head.count, 0)
    let scroll = Scroll(
      total: body.count, visible: room, offset: state.experiments.page == .table ? state.experiments.scroll : 0)
    frame.clipped(to: area) { frame in
      for (row, line) in head.prefix(area.height).enumerated() {
        frame.put(line, in: area.row(row), style: theme.title)
      }
      for (row, index) in scroll.range.enumerated() {
        frame.put(body[index], in: area.row(head.count + row), style: theme.text)
      }
      ScrollBar(scroll).draw(in: area.inset(top: head.count), on: &frame, theme: theme)
    }
  }
}
