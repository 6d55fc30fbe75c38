public import Autodiff

/// A function that may follow a layer's sums, by the name lessons use.
public struct Activation: Sendable {
  public let name: String
  /// Whether it has a threshold θ that a layer may set.
  public let hasThreshold: Bool
  private let make: @Sendable (Float) -> (any Operation)?

  init(_ name: String, _ operation: (any Operation)?) {
    self.name = name
    hasThreshold = false
    make = { _ in operation }
  }

  init(_ name: String, threshold make: @escaping @Sendable (Float) -> any Operation) {
    self.name = name
    hasThreshold = true
    self.make = { make($0) }
  }

  /// The operation; nil for linear. `threshold` is ignored where there is none.
  public func operation(threshold: Float) -> (any Operation)? { make(threshold) }
}

/// The functions that may follow a layer's sums, in the order a learner meets them.
public enum ActivationCatalog {
  public static let all: [Activation] = [
    Activation("linear", nil),
    Activation("sigmoid", Sigmoid()),
    Activation("tanh", Tanh()),
    Activation("relu", ReLU()),
    Activation("leaky-relu", LeakyReLU()),
    Activation("hard-shrink") { HardShrink(threshold: $0) },
    Activation("step", Step()),
    Activation("gelu", GELU()),
  ]

  public static var names: [String] { all.map(\.name) }

  public static let defaultThreshold: Float = 0.5
  public static let thresholdRange: ClosedRange<Double> = 0...100

  public static func activation(named name: String) throws(SettingError) -> Activation {
    guard let entry = all.first(where: { $0.name == name }) else {
      throw SettingError("activation", unknown: name, known: names)
    }
    return entry
  }

  /// The operation of a name; nil for linear.
  public static func operation(
    named name: String, threshold: Float = defaultThreshold
  ) throws(SettingError) -> (any Operation)? {
    try activation(named: name).operation(threshold: threshold)
  }

  /// What layers with an activation let a lesson choose.
  static let settings = [
    LayerSetting("activation", default: "linear"), LayerSetting("threshold", default: "\(defaultThreshold)"),
  ]

  /// The operation that a layer's settings mean; nil for linear.
  static func operation(in settings: [String: String]) throws(SettingError) -> (any Operation)? {
    try operation(named: settings["activation"] ?? "linear", threshold: threshold(in: settings))
  }

  /// θ from a layer's settings, whether its activation has one or not.
  public static func threshold(in settings: [String: String]) throws(SettingError) -> Float {
    guard let text = settings["threshold"] else { return defaultThreshold }
    guard let number = Double(text), thresholdRange.contains(number) else {
      throw SettingError(
        "threshold", found: "\"\(text)\"",
        needed: "a number from \(thresholdRange.lowerBound) to \(thresholdRange.upperBound)")
    }
    return Float(number)
  }
}
