public import Autodiff
public import Stepping

/// A moment as lessons write it: `{iteration: 3, after: hidden.sum}`, right after that value has been
/// computed (a parameter: updated), or after a phase: load, forward, loss, backward, update.
public struct MomentReference: Hashable, Sendable, CustomStringConvertible {
  /// Counted from 0.
  public let iteration: Int
  /// A value's name or a phase's; nil for the start of the run.
  public let after: String?

  /// Nothing has run.
  public static let start = MomentReference()

  private init() {
    iteration = 0
    after = nil
  }

  public init(iteration: Int, after: String) {
    self.iteration = iteration
    self.after = after
  }

  public var description: String { after.map { "iteration \(iteration), after \($0)" } ?? "start" }

  /// The moment in the run of a program, or why there is none.
  public func moment(in program: Program) throws(ReferenceError) -> Moment {
    guard let after else { return .start }
    if let phase = Phase(rawValue: after), let position = program.lastPosition(of: phase) {
      return Moment(iteration: iteration, position: position)
    }
    guard let slot = program.slot(named: after) else {
      throw ReferenceError(unknownValue: after, in: program, orOneOf: Phase.allCases.map(\.rawValue))
    }
    guard let writer = slot.writtenBy else {
      throw ReferenceError(found: after, needed: "a value that something computes", suggestion: nil)
    }
    return Moment(iteration: iteration, position: writer + 1)
  }
}
