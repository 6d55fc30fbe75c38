public import Autodiff

/// How the learning rate changes from iteration to iteration: a factor on the rate that the learner
/// chose, computed from the iteration's number alone, so that any moment can be gone to. One file a
/// schedule, one line in ``ScheduleCatalog``. Units are iterations.
public protocol Schedule: Sendable {
  static var name: String { get }
  /// The numbers that may be turned, with their defaults.
  static var constants: [ScheduleConstant] { get }
  /// A schedule with these constants; every name of `constants` is there.
  init(_ constants: [String: Double])

  /// What the learning rate is multiplied by in an iteration, counted from 0; 1 in the first.
  func factor(iteration: Int) -> Double

  /// `η · γ^⌊t / n⌋`
  var formula: String { get }
  var meaning: BilingualText { get }
}

/// A number of a schedule that a learner may turn.
public struct ScheduleConstant: Sendable, Hashable {
  public let name: String
  public let symbol: String
  public let defaultValue: Double
  public let range: ClosedRange<Double>
  /// Whether it counts iterations.
  public let isCount: Bool

  /// A factor.
  public init(_ name: String, symbol: String, default defaultValue: Double, in range: ClosedRange<Double>) {
    self.name = name
    self.symbol = symbol
    self.defaultValue = defaultValue
    self.range = range
    isCount = false
  }

  /// A number of iterations.
  public init(iterations name: String, symbol: String, default defaultValue: Int) {
    self.name = name
    self.symbol = symbol
    self.defaultValue = Double(defaultValue)
    range = 1...Double(Self.mostIterations)
    isCount = true
  }

  /// More than this is taken for a slip of the keyboard.
  public static let mostIterations = 1 << 24
}

extension Schedule {
  public var name: String { Self.name }
}
