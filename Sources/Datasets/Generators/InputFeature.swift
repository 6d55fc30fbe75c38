/// A column computed from a point's two coordinates, chosen by name: with x₁² and x₂² a single
/// neuron separates circles, with x₁x₂ it solves XOR.
public enum InputFeature: Int, CaseIterable, Hashable, Sendable {
  case x1, x2, x1Squared, x2Squared, product, sineOfX1, sineOfX2

  /// The raw coordinates, which every generator gives.
  public static let coordinates: [InputFeature] = [.x1, .x2]

  /// As shown on the screen.
  public var name: String {
    switch self {
    case .x1: "x₁"
    case .x2: "x₂"
    case .x1Squared: "x₁²"
    case .x2Squared: "x₂²"
    case .product: "x₁x₂"
    case .sineOfX1: "sin x₁"
    case .sineOfX2: "sin x₂"
    }
  }

  /// As typed on a keyboard.
  public var plainName: String {
    switch self {
    case .x1: "x1"
    case .x2: "x2"
    case .x1Squared: "x1^2"
    case .x2Squared: "x2^2"
    case .product: "x1*x2"
    case .sineOfX1: "sin(x1)"
    case .sineOfX2: "sin(x2)"
    }
  }

  /// Both ways of writing the name are understood.
  public init?(named name: String) {
    guard let feature = Self.allCases.first(where: { $0.name == name || $0.plainName == name }) else { return nil }
    self = feature
  }

  public func value(x1: Float, x2: Float) -> Float {
    switch self {
    case .x1: x1
    case .x2: x2
    case .x1Squared: x1 * x1
    case .x2Squared: x2 * x2
    case .product: x1 * x2
    case .sineOfX1: sine(x1)
    case .sineOfX2: sine(x2)
    }
  }
}
