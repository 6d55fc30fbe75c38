import Autodiff
import NeuralNet
import Screen
import Stepping

/// The steps of attention in the order in which they are computed, forwards or backwards, each with whether it is done.
///
///     ✓Q ✓K ✓V ✓scores ▶scaled ·mask ·softmax ·A·V ·output
///     ✓∂output ✓∂A·V ▶∂softmax ▶∂V ·∂mask ·∂scaled ·∂scores ·∂Q ·∂K
struct AttentionChain {
  struct Step: Hashable {
    let part: AttentionLayer.Part
    let slot: SlotID
    let writer: Int
  }

  let steps: [Step]
  let isBackward: Bool

  init(_ layer: AttentionLayer, _ program: Program, isBackward: Bool) {
    self.isBackward = isBackward
    let found = layer.parts.compactMap { part -> Step? in
      guard let value = layer.slot(part), let slot = isBackward ? program.gradient(of: value) : value,
        let writer = program[slot].writtenBy
      else { return nil }
      return Step(part: part, slot: slot, writer: writer)
    }
    // Two that one instruction writes stay in the order of the pass.
    steps = found.enumerated().sorted { ($0.element.writer, $0.offset) < ($1.element.writer, $1.offset) }.map(\.element)
  }

  /// From the longest to the shortest.
  static func titles(_ part: AttentionLayer.Part, _ layer: AttentionLayer, isBackward: Bool) -> [BilingualText] {
    let names: [BilingualText] =
      switch part {
      case .query: [BilingualText("Q queries", zh: "Q 查询"), BilingualText("Q", zh: "Q")]
      case .key: [BilingualText("K keys", zh: "K 键"), BilingualText("K", zh: "K")]
      case .value: [BilingualText("V values", zh: "V 值"), BilingualText("V", zh: "V")]
      case .scores: [BilingualText("scores Q·Kᵀ", zh: "分数 Q·Kᵀ"), BilingualText("scores", zh: "分数")]
      case .scaled:
        [
          BilingualText("scaled 1/√\(layer.headWidth)", zh: "缩放 1/√\(layer.headWidth)"),
          BilingualText("scaled", zh: "缩放"),
        ]
      case .masked: [BilingualText("masked", zh: "掩码"), BilingualText("mask", zh: "掩码")]
      case .weights: [BilingualText("softmax A", zh: "softmax A"), BilingualText("softmax", zh: "softmax")]
      case .mixed: [BilingualText("weighted sum A·V", zh: "加权和 A·V"), BilingualText("A·V", zh: "A·V")]
      case .attention: [BilingualText("output A·V·W", zh: "输出 A·V·W"), BilingualText("output", zh: "输出")]
      }
    return isBackward ? names.map { BilingualText("∂\($0.english)", zh: "∂\($0.chinese)") } : names
  }

  func isCurrent(_ step: Step, _ snapshot: Snapshot) -> Bool { step.writer == snapshot.moment.position - 1 }

  func sign(_ step: Step, _ snapshot: Snapshot, _ theme: Theme) -> Character {
    if isCurrent(step, snapshot) { return theme.signs.current }
    return snapshot.isComputed(step.slot) ? theme.signs.done : theme.signs.notYet
  }

  /// All steps in one line; those around the current one where there is less room.
  func line(_ layer: AttentionLayer, _ snapshot: Snapshot, _ state: WorkbenchState, width: Int, _ theme: Theme)
    -> StyledText
  {
    let widths = CharacterWidth()
    let words = steps.map { step -> (text: String, style: Style) in
      let title = Self.titles(step.part, layer, isBackward: isBackward).last.map(state.text) ?? ""
      let style =
        isCurrent(step, snapshot) ? theme.accent : snapshot.isComputed(step.slot) ? theme.text : theme.muted
      return ("\(sign(step, snapshot, theme))\(title)", style)
    }
    let current = steps.lastIndex { $0.writer <= snapshot.moment.position - 1 } ?? 0
    var shown = current..<min(current + 1, words.count)
    func columns(_ range: Range<Int>) -> Int { words[range].reduce(0) { $0 + widths.columns(of: $1.text) + 1 } }
    var grew = true
    while grew {
      grew = false
      if shown.upperBound < words.count, columns(shown.lowerBound..<shown.upperBound + 1) <= width {
        shown = shown.lowerBound..<shown.upperBound + 1
        grew = true
      }
      if shown.lowerBound > 0, columns(shown.lowerBound - 1..<shown.upperBound) <= width {
        shown = shown.lowerBound - 1..<shown.upperBound
        grew = true
      }
    }
    var line = StyledText()
    for word in words[shown] { line.append(word.text + " ", word.style) }
    return line
  }
}
