import Autodiff
import Screen
import Stepping

/// Breakpoints in text mode: made, listed, removed and run to, all in sentences.
struct TextBreakpoints {
  private var all: BreakpointSet
  private let language: Language

  /// A run that nobody can interrupt stops after so many iterations in any case.
  private static let mostIterations = 10_000
  private static let slice = 200

  init(_ conditions: [String], _ language: Language) {
    all = BreakpointSet(conditions)
    self.language = language
  }

  mutating func add(_ condition: String, _ timeline: Timeline) -> [String] {
    guard let scope = try? ConditionScope(timeline.setup) else { return [] }
    do throws(ConditionError) {
      _ = try Condition(condition, in: scope)
    } catch { return [condition, error.carets, error[language]] }
    let id = all.add(condition)
    return [text("Breakpoint \(id): \(condition).", "断点 \(id)：\(condition)。")]
  }

  func list() -> [String] {
    if all.isEmpty { return [text("There is no breakpoint; break loss > 2 makes one.", "没有断点；break loss > 2 可以设置一个。")] }
    return all.all.map { "\($0.id) \($0.condition)" }
  }

  mutating func remove(_ id: Int) -> [String] {
    guard let breakpoint = all[id: id] else {
      return [text("There is no breakpoint \(id).", "没有断点 \(id)。")]
    }
    all.remove(id: id)
    return [text("Breakpoint \(id), \(breakpoint.condition), is removed.", "断点 \(id)（\(breakpoint.condition)）已删除。")]
  }

  /// Goes to the next breakpoint that is hit, or back to the latest one before.
  func proceed(isBack: Bool, _ timeline: Timeline) -> [String] {
    guard all.isActive else { return list() }
    var search = BreakpointSearch(all, on: timeline, isBack ? .backwards : .forwards)
    var sentences: [String] = []
    for _ in 0..<Self.mostIterations / Self.slice {
      switch search.advance(iterations: Self.slice) {
      case .searching: continue
      case .hit(let hits): sentences = hits.map(sentence)
      case .observed: sentences = StepNarrator(timeline, language).observations()
      case .reachedStart: sentences = [text("No breakpoint is hit before.", "之前没有断点被触发。")]
      }
      return sentences + StepNarrator(timeline, language).sentences()
    }
    return [
      text(
        "No breakpoint was hit in \(Self.mostIterations) iterations; say it again to go on.",
        "\(Self.mostIterations) 次迭代中没有断点被触发；再输入一次则继续。")
    ]
  }

  private func sentence(_ hit: BreakpointHit) -> String {
    let format = NumberFormat(significantDigits: 6, trimsZeros: true)
    let english = hit.readings.map { "\($0.name) is \(format.text($0.value))" }.joined(separator: ", ")
    let chinese = hit.readings.map { "\($0.name) 为 \(format.text($0.value))" }.joined(separator: "，")
    return text(
      "Breakpoint \(hit.id), \(hit.condition)\(english.isEmpty ? "" : ": \(english)").",
      "断点 \(hit.id)，\(hit.condition)\(chinese.isEmpty ? "" : "：\(chinese)")。")
  }

  private func text(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}
