import Autodiff
import Datasets
import Screen
import Stepping
import TensorMath

extension PanelID {
  public static let word = PanelID("word")
}

/// One word through the network, letter by letter: below each letter what the network would say if the word ended
/// there. The word is that of the sample under the cursor, one from the gallery, or one that somebody types.
enum WordPanel: Panel {
  static let id = PanelID.word
  static let title = BilingualText("word or text", zh: "单词或文本")
  static let letter: Character? = "K"
  static let minimumSize = Size(width: 30, height: 8)
  /// Sign and `0.93`.
  private static let cellWidth = 5

  static func request(_ session: LessonSession, _ state: WorkbenchState) -> WordRequest? {
    state.word.subject(session, state).map { WordRequest(places: $0.places) }
  }

  /// Takes a sample up.
  static func open(_ sample: SampleReference, _ state: inout WorkbenchState) {
    state.readSample(sample)
    state.focus = id
  }

  static func note(_ state: WorkbenchState) -> String {
    guard let count = state.snapshot?.word?.completedIterations ?? state.snapshot?.text?.completedIterations else {
      return ""
    }
    return state.text(BilingualText("after iteration \(count)", zh: "第 \(count) 次迭代后"))
  }

  // MARK: Drawing

  static func draw(_ state: WorkbenchState, in area: Rect, on frame: inout Frame, theme: Theme) {
    guard let session = state.session, area.height >= 3 else { return }
    frame.clipped(to: area) { draw(session, state, in: area.inset(left: 1), on: &$0, theme) }
  }

  private static func draw(
    _ session: LessonSession, _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    if let texts = session.texts { return TextView.draw(session, texts, state, in: area, on: &frame, theme) }
    guard let words = session.words, let subject = state.word.subject(session, state) else {
      return Paragraph(state.text(WordText.noWords), style: theme.muted).draw(in: area, on: &frame, theme: theme)
    }
    // An answer to another word is none.
    let reading = state.snapshot?.word.flatMap { $0.request.places == subject.places ? $0 : nil }
    let names = words.classNames
    let isWrong = subject.truth != nil && reading != nil && reading?.predicted.last != subject.truth
    frame.put(
      WordText.title(subject, reading, names, state), in: area, row: 0, style: isWrong ? theme.warning : theme.text)
    frame.put(WordText.legend(theme, state), in: area, row: 1, style: theme.muted)
    let letter = min(max(state.word.letter ?? subject.places.count - 1, 0), max(subject.places.count - 1, 0))
    let table = area.inset(top: 2)
    let classes = shownClasses(names.count, reading, rows: table.height - 1)
    drawTable(subject, reading, names, classes, letter, state, in: table, on: &frame, theme)
    let rest = table.inset(top: classes.count + 2)
    guard let reading, rest.height >= 2 else { return }
    frame.put(WordText.after(letter, of: subject, state), in: rest, style: theme.title)
    ClassBars(
      names: names, probabilities: reading.probabilities(after: letter), predicted: reading.predicted[letter],
      truth: subject.truth, classes: classes
    ).draw(in: rest.inset(top: 1, right: max(rest.width - 60, 0)), on: &frame, theme: theme)
  }

  /// All classes, or those that are the likeliest at the end where there is no room for all.
  private static func shownClasses(_ count: Int, _ reading: WordReading?, rows: Int) -> [Int] {
    guard count > rows, let reading else { return Array(0..<min(count, max(rows, 0))) }
    let last = reading.probabilities(after: reading.letterCount - 1)
    return Array(last.indicesFromLargest.prefix(max(rows, 0)))
  }

  /// A column for each letter, a row for each class.
  private static func drawTable(
    _ subject: WordBench.Subject, _ reading: WordReading?, _ names: [String], _ classes: [Int], _ letter: Int,
    _ state: WorkbenchState, in area: Rect, on frame: inout Frame, _ theme: Theme
  ) {
    let longest = classes.map { frame.widths.columns(of: names[$0]) }.max() ?? 1
    // A sign, the name, and room for three letters at least.
    let labelWidth = max(min(longest, area.width - 3 - 3 * cellWidth), 1)
    let start = area.x + 3 + labelWidth
    var across = Scroll(total: subject.places.count, visible: max((area.right - start) / cellWidth, 1))
    across.reveal(letter)
    let letters = Array(subject.text)
    let format = NumberFormat(glyphs: theme.capabilities.glyphs)
    let scale = ColorScale.sequential(high: 1, theme.capabilities)
    for (row, index) in classes.enumerated() {
      let line = area.row(row + 1)
      let isTruth = index == subject.truth
      if isTruth { frame.clipped(to: area) { $0.put(theme.signs.done, x: line.x, y: line.y, style: theme.good) } }
      frame.put(
        names[index], in: Rect(x: line.x + 2, y: line.y, width: labelWidth, height: 1),
        style: isTruth ? theme.good : theme.text)
    }
    for (place, column) in across.range.enumerated() {
      let x = start + place * cellWidth
      let isChosen = column == letter
      frame.put(
        letters[safe: column].map(String.init) ?? "", in: Rect(x: x + 1, y: area.y, width: cellWidth - 1, height: 1),
        alignment: .right, style: isChosen ? theme.accent : theme.title)
      if isChosen, state.focus == id {
        frame.clipped(to: area) { $0.cursor = Point(x: x + cellWidth - 1, y: area.y) }
      }
      guard let reading else { continue }
      let probabilities = reading.probabilities(after: column)
      for (row, index) in classes.enumerated() {
        let box = Rect(x: x, y: area.y + 1 + row, width: cellWidth, height: 1)
        let isWinner = index == reading.predicted[column]
        let number = format.text(Double(probabilities[index]), decimals: 2)
        let style = scale.style(of: Double(probabilities[index]))
        frame.put(
          number, in: box.inset(left: 1), alignment: .right, style: isWinner ? style.with(.bold) : style)
        guard isWinner else { continue }
        frame.clipped(to: area) { $0.put(theme.signs.right, x: box.x, y: box.y, style: theme.accent) }
      }
    }
    if across.isNeeded {
      let shown = "\(theme.signs.left)\(across.range.lowerBound + 1)-\(across.range.upperBound)\(theme.signs.right)"
      frame.put(shown, in: Rect(x: area.x, y: area.y, width: 2 + labelWidth, height: 1), style: theme.muted)
    }
  }

  // MARK: Keys

  static func move(_ movement: Movement, _ state: inout WorkbenchState, _ effects: inout [Effect]) -> Bool {
    guard let session = state.session else { return false }
    if session.texts != nil { return TextView.move(movement, session, &state) }
    guard let subject = state.word.subject(session, state) else { return false }
    let last = max(subject.places.count - 1, 0)
    let letter = min(max(state.word.letter ?? last, 0), last)
    switch movement {
    case .left: state.word.letter = max(letter - 1, 0)
    case .right: state.word.letter = min(letter + 1, last)
    case .up, .down, .pageUp, .pageDown:
      state.readSample(SampleInView.moved(state.word.sample, movement, session, state))
    }
    return true
  }
}
