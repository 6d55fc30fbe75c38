import Screen
import Stepping

/// The margin of the program panel: a dot where the run stops, a ring where a breakpoint is off, a
/// question mark where a condition is looked at.
struct BreakpointMarks {
  private enum Mark: Int { case condition, off, place }

  private var marks: [Int: Mark] = [:]

  init(_ state: WorkbenchState) {
    for breakpoint in state.breakpoints.all {
      guard let condition = state.condition(of: breakpoint) else { continue }
      if let place = condition.place {
        note(breakpoint.isOn ? .place : .off, at: place)
      } else if breakpoint.isOn, !condition.isLookedAtEverywhere {
        for position in condition.lookPositions { note(.condition, at: position) }
      }
    }
  }

  private mutating func note(_ mark: Mark, at position: Int) {
    if mark.rawValue > marks[position]?.rawValue ?? -1 { marks[position] = mark }
  }

  /// The sign at the instruction that is the nth of the iteration, counted from 1.
  func sign(at position: Int, _ theme: Theme) -> Character? {
    switch marks[position] {
    case .place: theme.signs.breakpoint
    case .off: theme.signs.breakpointOff
    case .condition: "?"
    case nil: nil
    }
  }
}
