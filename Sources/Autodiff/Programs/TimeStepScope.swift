/// How the time steps of a recurrent layer are called among the scopes of its instructions: `["hidden", "step 3"]`.
public enum TimeStepScope {
  private static let prefix = "step "

  /// - Parameter time: counted from 0.
  public static func name(_ time: Int) -> String { "\(prefix)\(time)" }

  /// Which time step a scope is; nil for a layer or a gate.
  public static func time(of name: String) -> Int? {
    guard name.hasPrefix(prefix) else { return nil }
    return Int(name.dropFirst(prefix.count))
  }

  /// How many scopes lead to a time step, its own included; nil outside of time steps.
  static func depth(_ scope: [String]) -> Int? {
    // The first is a layer, whatever it is called.
    scope.indices.dropFirst().last { TimeStepScope.time(of: scope[$0]) != nil }.map { $0 + 1 }
  }
}

extension Instruction {
  /// How many scopes lead to the time step it belongs to, the step's own included; nil outside of time steps.
  public var timeStepDepth: Int? { TimeStepScope.depth(scope) }

  /// Which time step of its layer it belongs to, from 0; nil outside of time steps.
  public var timeStep: Int? { timeStepDepth.flatMap { TimeStepScope.time(of: scope[$0 - 1]) } }

  /// The layer, and within it the time step; gates are parts of a time step.
  public var stepScope: ArraySlice<String> { scope.prefix(timeStepDepth ?? scope.count) }
}

extension Node {
  /// Which time step of its layer it belongs to, from 0; nil outside of time steps.
  public var timeStep: Int? { TimeStepScope.depth(scope).flatMap { TimeStepScope.time(of: scope[$0 - 1]) } }
}
