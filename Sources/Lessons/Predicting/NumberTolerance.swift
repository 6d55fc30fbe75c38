#if canImport(Glibc)
  import Glibc
#endif

/// How far a learner's number may be from the right one.
public struct NumberTolerance: Hashable, Sendable {
  /// What a lesson says; nil for half a unit of the second digit that counts: of 0.2346 the answer 0.23 is right.
  public let absolute: Double?

  public init(_ absolute: Double? = nil) { self.absolute = absolute }

  /// Near 0, where no digit counts.
  private static let least = 0.0005

  /// The tolerance for a right number.
  public func size(at right: Double) -> Double {
    if let absolute { return absolute }
    guard right.isFinite, right != 0 else { return Self.least }
    return 0.5 * pow(10, floor(log10(abs(right))) - 1)
  }

  public func allows(_ answer: Double, for right: Double) -> Bool {
    // What is a number as typed is rarely one in binary: 0.26 is right for 0.25 within 0.01.
    abs(answer - right) <= size(at: right) + 1e-9
  }
}
