import Autodiff
import Screen
import Stepping

/// Why a run stands still, in words.
enum BreakpointText {
  /// `loss > 2: loss is 2.31 in iteration 57.`
  static func sentence(_ stop: BreakpointStop, _ state: WorkbenchState) -> String {
    guard let first = stop.hits.first else {
      return state.text(BilingualText("No breakpoint is hit before: this is the start.", zh: "之前没有断点被触发：这里就是开头。"))
    }
    let format = NumberFormat(significantDigits: 6, trimsZeros: true, glyphs: state.capabilities.glyphs)
    let hits = stop.hits.map { hit -> (english: String, chinese: String) in
      let english = hit.readings.map { "\($0.name) is \(format.text($0.value))" }.joined(separator: ", ")
      let chinese = hit.readings.map { "\($0.name) 为 \(format.text($0.value))" }.joined(separator: "，")
      return (
        english.isEmpty ? hit.condition : "\(hit.condition): \(english)",
        chinese.isEmpty ? hit.condition : "\(hit.condition)：\(chinese)"
      )
    }
    let iteration = first.moment.iteration
    return state.text(
      BilingualText(
        "\(hits.map(\.english).joined(separator: "; ")) in iteration \(iteration).",
        zh: "迭代 \(iteration)：\(hits.map(\.chinese).joined(separator: "；"))。"))
  }
}
