import Autodiff
import Datasets
import NeuralNet
import Screen
import Stepping
import TensorMath

/// The samples of a batch as the tokens that they are, position under position, each with its class or, in a line below,
/// with what is to be told at each position.
///
///        class      0 1 2 3
///     ▸ 0 computing h o w [e]
///       1 music     a · · ·
struct TokenBatchStage: StagePicture {
  private let tokens: TokenScene
  private let texts: SampleTokens
  private let features: Slot
  private let targets: Slot
  private let classNames: [String]

  init?(_ scene: StageScene) {
    guard case .load = scene.instruction.kind, let tokens = TokenScene(scene),
      let data = scene.state.session?.setup.data.train, let texts = data.tokens,
      let features = scene.slots.all.first, features == tokens.program.inputs.first,
      let targets = scene.slots.all.dropFirst().first,
      tokens.program[features].shape.columns == texts.positionCount
    else { return nil }
    self.tokens = tokens
    self.texts = texts
    self.features = tokens.program[features]
    self.targets = tokens.program[targets]
    classNames = data.classNames
    guard [features, targets].contains(scene.focus.slot), self.targets.shape.dimensions[0] == samples,
      asksEverywhere || data.hasOneClassEach
    else { return nil }
  }

  /// Whether a token is to be told at each position of the last part.
  private var asksEverywhere: Bool { targets.shape.rank == 2 && targets.shape.columns == texts.told.length }

  private var linesPerSample: Int { asksEverywhere ? 2 : 1 }
  private var samples: Int { features.shape.dimensions[0] }
  /// Of the first position at which something is told.
  private var firstTold: Int { texts.positionCount - texts.told.length }

  func wantedHeight(width: Int) -> Int { samples * linesPerSample + 3 }

  func draw(in area: Rect, on frame: inout Frame, theme: Theme) {
    guard area.height >= 3, area.width >= 16 else { return }
    let table = Table(self, in: area, frame.widths)
    frame.clipped(to: area) { frame in
      frame.put(table.legend, x: area.x, y: area.y, style: theme.muted)
      for (row, sample) in table.samples.enumerated() {
        let y = area.y + 1 + row * linesPerSample
        table.draw(sample, y: y, on: &frame, theme)
      }
      frame.put(place, x: area.x, y: area.bottom - 1, style: theme.muted)
    }
    if table.rows.isNeeded {
      ScrollBar(table.rows).draw(in: area.inset(top: 1, bottom: 1), on: &frame, theme: theme)
    }
  }

  /// Numbers of a sample.
  private func columns(_ slot: Slot) -> Int { max(slot.shape.count / max(samples, 1), 1) }

  /// `sample 0/64 · position 3 "i"`
  private var place: String {
    let focus = tokens.scene.focus
    let isInTargets = focus.slot == targets.id
    let sample = focus.cell / columns(isInTargets ? targets : features)
    let text = tokens.text("sample \(sample)/\(samples)", zh: "样本 \(sample)/\(samples)")
    guard !isInTargets || asksEverywhere else { return text }
    let column = focus.cell % columns(isInTargets ? targets : features)
    let position = column + (isInTargets ? firstTold : 0)
    let token = self.text(isInTargets ? targets : features, sample, column)
    return text + tokens.text(" · position \(position) \"\(token)\"", zh: " · 位置 \(position) \"\(token)\"")
  }

  private func number(_ slot: Slot, _ sample: Int, _ column: Int) -> Float? {
    let cell = sample * columns(slot) + column
    guard cell < tokens.scene.snapshot.shownCells(of: slot.id) else { return nil }
    return tokens.scene.snapshot.values(of: slot.id)?[safe: cell]
  }

  /// What is written in a cell: a token, `·` for padding and for what is not asked.
  private func text(_ slot: Slot, _ sample: Int, _ column: Int) -> String {
    guard let number = number(slot, sample, column) else { return "\(tokens.state.theme.signs.notYet)" }
    guard slot.id == targets.id else { return texts.text(of: number, at: column) }
    guard number >= 0 else { return Vocabulary.paddingSign }
    guard asksEverywhere else { return Int(exactly: number).flatMap { classNames[safe: $0] } ?? "?" }
    return texts.text(of: number, at: firstTold + column)
  }

  /// What fits: some samples, some positions of them.
  private struct Table {
    let stage: TokenBatchStage
    let rows: Scroll
    let samples: Range<Int>
    private let area: Rect
    /// The first position in sight.
    private let first: Int
    /// Where the tokens begin.
    private let start: Int
    /// Of each sample in sight, how wide each position's tokens are.
    private let widths: [[Int]]
    private let labelWidth: Int

    init(_ stage: TokenBatchStage, in area: Rect, _ characters: CharacterWidth) {
      self.stage = stage
      self.area = area
      let focus = stage.tokens.scene.focus
      let isInTargets = focus.slot == stage.targets.id
      let columns = stage.columns(isInTargets ? stage.targets : stage.features)
      let sample = min(focus.cell / columns, stage.samples - 1)
      var rows = Scroll(total: stage.samples, visible: (area.height - 2) / stage.linesPerSample)
      rows.reveal(sample)
      self.rows = rows
      samples = rows.range
      let labels =
        stage.asksEverywhere
        ? [stage.tellsWord] : rows.range.map { stage.text(stage.targets, $0, 0) } + [stage.classWord]
      labelWidth = min(labels.map { characters.columns(of: $0) }.max() ?? 0, area.width / 3)
      start = 2 + "\(max(stage.samples - 1, 0))".count + 1 + labelWidth + 1
      widths = Self.widths(stage, rows.range, characters)
      // From the beginning on, unless the position that is looked at is further right.
      let room = area.width - start - 1
      let chosen =
        isInTargets ? (stage.asksEverywhere ? stage.firstTold + focus.cell % columns : 0) : focus.cell % columns
      let own = widths[safe: sample - rows.range.lowerBound] ?? []
      var first = 0
      while first < min(chosen, own.count - 1), own[first...chosen].reduce(0, +) > room { first += 1 }
      self.first = first
    }

    /// Positions stand under one another where tokens are short or are told again; sentences are written as they are.
    private static func widths(
      _ stage: TokenBatchStage, _ samples: Range<Int>, _ characters: CharacterWidth
    ) -> [[Int]] {
      let widths = samples.map { sample in
        (0..<stage.columns(stage.features)).map { position in
          let told =
            stage.asksEverywhere && position >= stage.firstTold
            ? characters.columns(of: stage.text(stage.targets, sample, position - stage.firstTold)) : 0
          return max(told, characters.columns(of: stage.text(stage.features, sample, position))) + 1
        }
      }
      guard stage.asksEverywhere || stage.texts.source.vocabulary.unit == .letters, let count = widths.first?.count
      else { return widths }
      let common = (0..<count).map { position in widths.map { $0[position] }.max() ?? 1 }
      return widths.map { _ in common }
    }

    var legend: String {
      let all = stage.columns(stage.features)
      let shown =
        first == 0
        ? stage.tokens.text("\(all) positions", zh: "\(all) 个位置")
        : stage.tokens.text("from position \(first) of \(all) on", zh: "共 \(all) 个位置，从位置 \(first) 起")
      let left = stage.asksEverywhere ? "" : stage.classWord
      let width = CharacterWidth().columns(of: left)
      return String(repeating: " ", count: start - labelWidth - 1) + left
        + String(repeating: " ", count: max(labelWidth - width, 0) + 1) + shown
    }

    func draw(_ sample: Int, y: Int, on frame: inout Frame, _ theme: Theme) {
      let focus = stage.tokens.scene.focus
      let isHere = sample == focus.cell / stage.columns(focus.slot == stage.targets.id ? stage.targets : stage.features)
      if isHere { frame.put(theme.signs.right, x: area.x, y: y, style: theme.accent) }
      let number = "\(sample)"
      let digits = start - labelWidth - 4
      frame.put(
        String(repeating: " ", count: max(digits - number.count, 0)) + number, x: area.x + 2, y: y, style: theme.muted)
      put(stage.features, sample, y: y, theme.text, on: &frame, theme)
      let labelX = area.x + start - labelWidth - 1
      if stage.asksEverywhere {
        frame.put(stage.tellsWord, x: labelX, y: y + 1, style: theme.muted)
        put(stage.targets, sample, y: y + 1, theme.good, on: &frame, theme)
      } else {
        let isAsked = focus == CellAddress(stage.targets.id, cell: sample)
        let text = frame.widths.truncated(stage.text(stage.targets, sample, 0), to: labelWidth)
        frame.put(text, x: labelX, y: y, style: isAsked ? theme.accent.with(.underline) : theme.good)
        if isAsked { frame.cursor = Point(x: labelX, y: y) }
      }
    }

    private func put(
      _ slot: Slot, _ sample: Int, y: Int, _ style: Style, on frame: inout Frame, _ theme: Theme
    ) {
      let focus = stage.tokens.scene.focus
      let offset = slot.id == stage.targets.id ? stage.firstTold : 0
      let columns = stage.columns(slot)
      var x = area.x + start
      let own = widths[sample - samples.lowerBound]
      for position in first..<own.count where x < area.right - 1 {
        defer { x += own[position] }
        guard (0..<columns).contains(position - offset) else { continue }
        let text = stage.text(slot, sample, position - offset)
        let isAsked = focus == CellAddress(slot.id, cell: sample * columns + position - offset)
        let isPadding = text == Vocabulary.paddingSign
        frame.put(
          frame.widths.truncated(text, to: area.right - 1 - x), x: x, y: y,
          style: isAsked ? theme.accent.with(.underline) : isPadding ? theme.muted : style)
        if isAsked { frame.cursor = Point(x: x, y: y) }
      }
    }
  }

  private var classWord: String { tokens.text("class", zh: "类别") }
  private var tellsWord: String { tokens.text("told", zh: "应答") }
}
