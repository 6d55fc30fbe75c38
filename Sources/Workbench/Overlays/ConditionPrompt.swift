import Autodiff
import Screen
import Stepping
import TensorMath

/// What stands around the line in which a condition is typed: examples with the names of this network,
/// and what is wrong, with carets under it.
enum ConditionPrompt {
  static func examples(_ state: WorkbenchState, _ theme: Theme) -> [StyledText] {
    guard let program = state.snapshot?.program, let parameter = program.parameters.first else { return [] }
    let name = program[parameter.slot].name
    let index = program[parameter.slot].shape.dimensions.map { _ in "0" }.joined(separator: ",")
    return ["loss > 2    epoch == 5    nan", "norm(\(name).grad) > 10", "\(name)[\(index)] changes sign"].map {
      StyledText($0, theme.muted)
    }
  }

  static func lines(_ problem: ConditionError, _ state: WorkbenchState, _ frame: Frame, _ theme: Theme) -> [StyledText]
  {
    // Of a long condition, the part around what is meant.
    let room = max(min(frame.size.width, 76) - 10, 8)
    let start = max(problem.range.lowerBound - room / 2, 0)
    let characters = Array(problem.condition)
    let shown = String(characters[min(start, characters.count)...].prefix(room))
    let before = String(characters[min(start, characters.count)..<min(problem.range.lowerBound, characters.count)])
    let width = max(min(problem.range.count, room - before.count), 1)
    let indent = String(repeating: " ", count: 2 + frame.widths.columns(of: before))
    return [
      StyledText("  \(shown)", theme.muted),
      StyledText(indent + String(repeating: "^", count: width), theme.warning),
      StyledText(problem[state.language], theme.warning),
    ]
  }
}
