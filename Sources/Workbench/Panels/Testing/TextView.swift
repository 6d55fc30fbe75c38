import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

/// The word panel where samples are texts: which class a text is of and what was looked at, how it goes on, or what it
/// becomes, token by token, with what the network says of every token at each place.
enum TextView {
  static func draw(
    _ session: LessonSession, _ texts: TokenizedTexts, _ state: WorkbenchState, in area: Rect, on frame: inout Frame,
    _ theme: Theme
  ) {
    guard let subject = state.textBench.subject(session, state) else { return }
    // An answer to another text is none.
    let wanted = state.textBench.request(session, state)
    let reading = state.snapshot?.text.flatMap { $0.request == wanted ? $0 : nil }
    let words = WritingText(texts: texts, subject: subject, reading: reading, state: state)
    let isWrong = words.isWrong
    frame.put(words.title, in: area, row: 0, style: isWrong ? theme.warning : theme.text)
    if case .classes(let names) = texts.question {
      drawClass(texts, names, subject, reading, state, in: area.inset(top: 1), on: &frame, theme)
    } else {
      frame.put(words.settings, in: area, row: 1, style: theme.muted)
      guard let reading else { return }
      drawWritten(words, texts, reading, state, in: area.inset(top: 2), on: &frame, theme)
    }
  }

  /// Each token with the attention it was given, and the classes beside them, or below where it is narrow.
  private static func drawClass(
    _ texts: TokenizedTexts, _ names: [String], _ subject: TextBench.Subject, _ reading: TextReading?,
    _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    guard let reading, !reading.classProbabilities.isEmpty else { return }
    let probabilities = reading.classProbabilities
    let predicted = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    let truth = subject.answer.flatMap { names.firstIndex(of: $0) }
    let isBeside = area.width >= 64
    let left = isBeside ? area.inset(right: area.width / 2) : area.inset(top: min(names.count + 1, area.height / 2))
    let right =
      isBeside ? area.inset(left: area.width / 2 + 2) : area.inset(bottom: max(area.height - names.count - 1, 0))
    frame.put(state.text(WritingText.classLegend), in: right, row: 0, style: theme.muted)
    let shown = probabilities.indicesFromLargest.prefix(max(right.height - 1, 0))
    ClassBars(
      names: names, probabilities: probabilities, predicted: predicted, truth: truth, classes: shown.sorted()
    ).draw(in: right.inset(top: 1), on: &frame, theme: theme)
    guard !reading.attended.isEmpty else { return }
    frame.put(state.text(WritingText.attentionLegend(reading)), in: left, row: 0, style: theme.muted)
    let tokens = subject.tokens.map { texts.tokens.source.vocabulary.text(of: $0) }
    let most = reading.attended.indices.max { reading.attended[$0] < reading.attended[$1] } ?? 0
    ClassBars(
      names: tokens, probabilities: reading.attended, predicted: most, classes: Array(tokens.indices)
    ).draw(in: left.inset(top: 1), on: &frame, theme: theme)
  }

  /// What was written, the alignment, and the bars of one place.
  private static func drawWritten(
    _ words: WritingText, _ texts: TokenizedTexts, _ reading: TextReading, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    guard area.height >= 2 else { return }
    let place = place(reading, state)
    drawLine(words, reading, place, state, in: area, on: &frame, theme)
    let hasAlignment = !reading.alignment.isEmpty && !reading.alignment[0].isEmpty
    var bars = area.inset(top: 1)
    if hasAlignment {
      let sides = area.inset(top: 1)
      let isBeside = sides.width >= 56
      let map = isBeside ? sides.inset(right: sides.width / 2) : sides.inset(bottom: sides.height / 2)
      drawAlignment(words, texts, reading, place, in: map, on: &frame, theme, state)
      bars = isBeside ? sides.inset(left: sides.width / 2 + 1) : sides.inset(top: sides.height - sides.height / 2)
    }
    guard let said = reading.places[safe: place], bars.height >= 2 else { return }
    frame.put(words.barsTitle(at: place), in: bars, row: 0, style: theme.muted)
    guard !said.isEmpty else { return }
    let names = texts.tokens.told.vocabulary.tokens.map { $0 == " " ? "␣" : $0 == "\n" ? "⏎" : $0 }
    // What was given was not drawn.
    let drawn = place < reading.given.count ? said : reading.request.decoding.adjusted(said)
    ClassBars(
      names: names, probabilities: drawn, predicted: reading.token(at: place) ?? -1,
      classes: Array(drawn.indicesFromLargest.prefix(bars.height - 1))
    ).draw(in: bars.inset(top: 1, right: max(bars.width - 60, 0)), on: &frame, theme: theme)
  }

  /// The token whose probabilities are shown.
  static func place(_ reading: TextReading, _ state: WorkbenchState) -> Int {
    let last = max(reading.places.count - 1, 0)
    return min(max(state.textBench.place ?? last, 0), last)
  }

  /// What was given, muted, then what was written, with the cursor on one token.
  private static func drawLine(
    _ words: WritingText, _ reading: TextReading, _ place: Int, _ state: WorkbenchState, in area: Rect,
    on frame: inout Frame, _ theme: Theme
  ) {
    let line = area.row(0)
    var x = line.x
    frame.clipped(to: line) { frame in
      func put(_ text: String, _ style: Style) {
        frame.put(text, x: x, y: line.y, style: style)
        x += frame.widths.columns(of: text)
      }
      put("\(theme.signs.right) ", theme.muted)
      for index in 0...reading.given.count + reading.written.count {
        let (isHere, isGiven) = (index == place, index < reading.given.count)
        let text = reading.token(at: index).map { words.written($0) } ?? (isHere ? String(theme.signs.notYet) : "")
        if isHere, state.focus == WordPanel.id { frame.cursor = Point(x: x, y: line.y) }
        put(text, isHere ? theme.accent.with(.underline) : isGiven ? theme.muted : theme.text)
        if words.hasGaps { put(" ", theme.text) }
      }
    }
  }

  /// Rows are written tokens, columns the source's: how much each was looked at.
  private static func drawAlignment(
    _ words: WritingText, _ texts: TokenizedTexts, _ reading: TextReading, _ place: Int, in area: Rect,
    on frame: inout Frame, _ theme: Theme, _ state: WorkbenchState
  ) {
    let legends = WritingText.alignmentLegends.map(state.text)
    let legend = legends.first { frame.widths.columns(of: $0) <= area.width } ?? legends.last ?? ""
    frame.put(legend, in: area, row: 0, style: theme.muted)
    let columns = reading.alignment[0].count
    let source = texts.tokens.source.vocabulary
    var map = Heatmap(
      rows: reading.alignment.count, columns: columns, values: reading.alignment.flatMap { $0 },
      scale: .sequential(high: 1, theme.capabilities), mode: state.view.mode,
      cursor: nil, rowLabels: reading.written.prefix(reading.alignment.count).map { words.written($0) },
      columnLabels: reading.request.tokens.prefix(columns).map { source.text(of: $0) })
    // With fewer columns than fit as numbers, colors show the whole of it.
    if columns * 6 + 4 > area.width { map.mode = .colors }
    if place < map.rows { map.litRows = place..<place + 1 }
    map.draw(in: area.inset(top: 1), on: &frame, theme: theme)
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ session: LessonSession, _ state: inout WorkbenchState) -> Bool {
    guard state.textBench.subject(session, state) != nil else { return false }
    let last = max((state.snapshot?.text?.places.count ?? 1) - 1, 0)
    let place = min(max(state.textBench.place ?? last, 0), last)
    switch movement {
    case .left: state.textBench.place = max(place - 1, 0)
    case .right: state.textBench.place = min(place + 1, last)
    case .up, .down, .pageUp, .pageDown:
      state.readSample(SampleInView.moved(state.textBench.sample, movement, session, state))
    }
    return true
  }
}
