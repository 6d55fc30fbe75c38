import Autodiff
import Datasets
import Screen
import TensorMath

/// The samples of a batch as tokens, position under position, each with its class or, in a line below, with what is to
/// be told at each position.
///
///        class      0 1 2 3
///     ▸ 0 computing h o w [e]
///       1 music     a · · ·
struct TokenBatchStage: StagePicture {
  private let batch: TokenBatch
  private let state: WorkbenchState

  init?(_ scene: StageScene) {
    guard let batch = TokenBatch(scene) else { return nil }
    self.batch = batch
    state = scene.state
  }

  private var linesPerSample: Int { batch.asksEverywhere ? 2 : 1 }

  func wantedHeight(width: Int) -> Int { batch.samples * linesPerSample + 3 }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 3, area.width >= 16 else { return }
    let table = Table(batch, label: label, linesPerSample: linesPerSample, in: area, frame.widths)
    frame.clipped(to: area) { frame in
      frame.put(shown(from: table.first), x: table.start, y: area.y, style: theme.muted)
      if !batch.asksEverywhere { frame.put(label, x: table.labelX, y: area.y, style: theme.muted) }
      for (row, sample) in table.rows.range.enumerated() {
        table.draw(sample, y: area.y + 1 + row * linesPerSample, on: &frame, theme)
      }
      frame.put(place, x: area.x, y: area.bottom - 1, style: theme.muted)
    }
    if table.rows.isNeeded {
      ScrollBar(table.rows).draw(in: area.inset(top: 1, bottom: 1), on: &frame, theme: theme)
    }
  }

  /// Over the classes, or before each line of what is to be told.
  private var label: String {
    state.text(
      batch.asksEverywhere ? BilingualText("told", zh: "应答") : BilingualText("class", zh: "类别"))
  }

  private func shown(from first: Int) -> String {
    let all = batch.texts.positionCount
    guard first > 0 else { return state.text(BilingualText("\(all) positions", zh: "\(all) 个位置")) }
    return state.text(
      BilingualText("from position \(first) of \(all) on", zh: "共 \(all) 个位置，从位置 \(first) 起"))
  }

  /// `sample 0/64 · position 3 "i"`
  private var place: String {
    let (focus, samples) = (batch.focus, batch.samples)
    let sample = state.text(
      BilingualText("sample \(focus.sample) of 0–\(samples - 1)", zh: "样本 \(focus.sample)（0–\(samples - 1)）"))
    guard let position = batch.position else { return sample }
    let told = focus.isInTargets ? batch.told(focus.sample, position) : nil
    let token = told ?? batch.token(focus.sample, position)
    return sample
      + state.text(BilingualText(" · position \(position) \"\(token)\"", zh: " · 位置 \(position) \"\(token)\""))
  }
}

/// What fits of a batch: some samples, some positions of them.
private struct Table {
  let batch: TokenBatch
  let rows: Scroll
  /// The first position in sight.
  let first: Int
  let labelX: Int
  /// Where the tokens begin.
  let start: Int
  private let label: String
  private let area: Rect
  /// Of each sample in sight, how wide each position's tokens are.
  private let widths: [[Int]]

  init(_ batch: TokenBatch, label: String, linesPerSample: Int, in area: Rect, _ characters: CharacterWidth) {
    (self.batch, self.label, self.area) = (batch, label, area)
    let focus = batch.focus
    var rows = Scroll(total: batch.samples, visible: (area.height - 2) / linesPerSample)
    rows.reveal(min(focus.sample, batch.samples - 1))
    self.rows = rows
    let labels = [label] + (batch.asksEverywhere ? [] : rows.range.map(batch.className))
    let labelWidth = min(labels.map { characters.columns(of: $0) }.max() ?? 0, area.width / 3)
    labelX = area.x + 2 + "\(max(batch.samples - 1, 0))".count + 1
    start = labelX + labelWidth + 1
    widths = Self.widths(batch, rows.range, characters)
    // From the beginning on, unless the position that is looked at is further right.
    let room = area.right - start - 1
    let chosen = batch.position ?? 0
    let own = widths[safe: focus.sample - rows.range.lowerBound] ?? []
    var first = 0
    while first < min(chosen, own.count - 1), own[first...chosen].reduce(0, +) > room { first += 1 }
    self.first = first
  }

  /// Positions stand under one another where tokens are short or are told again; sentences are written as they are.
  private static func widths(_ batch: TokenBatch, _ samples: Range<Int>, _ characters: CharacterWidth) -> [[Int]] {
    let positions = 0..<batch.texts.positionCount
    let widths = samples.map { sample in
      positions.map { position in
        let told = batch.asksEverywhere ? batch.told(sample, position) : nil
        return max(characters.columns(of: told ?? ""), characters.columns(of: batch.token(sample, position))) + 1
      }
    }
    guard batch.asksEverywhere || batch.texts.source.vocabulary.unit == .letters else { return widths }
    let common = positions.map { position in widths.map { $0[position] }.max() ?? 1 }
    return widths.map { _ in common }
  }

  func draw(_ sample: Int, y: Int, on frame: inout Frame, _ theme: Theme) {
    let focus = batch.focus
    if sample == focus.sample { frame.put(theme.signs.right, x: area.x, y: y, style: theme.accent) }
    let number = Rect(x: area.x + 2, y: y, width: labelX - area.x - 3, height: 1)
    frame.put("\(sample)", in: number, alignment: .right, style: theme.muted)
    let asked = sample == focus.sample ? batch.position : nil
    put(sample, batch.token, asked: focus.isInTargets ? nil : asked, y: y, theme.text, on: &frame, theme)
    if batch.asksEverywhere {
      frame.put(label, x: labelX, y: y + 1, style: theme.muted)
      put(sample, batch.told, asked: focus.isInTargets ? asked : nil, y: y + 1, theme.good, on: &frame, theme)
    } else {
      let isAsked = focus.isInTargets && sample == focus.sample
      let name = frame.widths.truncated(batch.className(sample), to: start - labelX - 1)
      frame.put(name, x: labelX, y: y, style: isAsked ? theme.accent.with(.underline) : theme.good)
      if isAsked { frame.cursor = Point(x: labelX, y: y) }
    }
  }

  /// What stands at each position in sight; the asked one is underlined.
  private func put(
    _ sample: Int, _ text: (Int, Int) -> String?, asked: Int?, y: Int, _ style: Style, on frame: inout Frame,
    _ theme: Theme
  ) {
    var x = start
    let own = widths[sample - rows.range.lowerBound]
    for position in first..<own.count where x < area.right - 1 {
      defer { x += own[position] }
      guard let text = text(sample, position) else { continue }
      let isAsked = position == asked
      frame.put(
        frame.widths.truncated(text, to: area.right - 1 - x), x: x, y: y,
        style: isAsked ? theme.accent.with(.underline) : text == Vocabulary.paddingSign ? theme.muted : style)
      if isAsked { frame.cursor = Point(x: x, y: y) }
    }
  }
}
