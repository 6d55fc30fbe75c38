/// A breakpoint that is being looked for, with what its condition was at the last look.
struct BreakpointWatch {
  let id: Int
  let condition: Condition
  /// What the condition was when it was last looked at.
  var before = Before.unknown

  enum Before {
    /// It has to be looked up.
    case unknown
    /// It has not been looked at before, since what it reads was not there.
    case never
    case look(ConditionLook)
  }

  init(id: Int, _ condition: Condition) {
    self.id = id
    self.condition = condition
  }

  var lookBefore: ConditionLook? { if case .look(let look) = before { look } else { nil } }

  /// A condition triggers when it becomes true; one that tells what a number does, each time.
  func triggers(_ look: ConditionLook) -> Bool {
    look.isTrue && (condition.isEvent || lookBefore?.isTrue != true)
  }
}
