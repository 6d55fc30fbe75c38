public import Autodiff
public import NeuralNet

/// The largest difference between any gradient of the first iteration and the same gradient in the first
/// variation's training: 0 when backpropagation gives both the same.
public struct FirstGradientDifference: Measure {
  public static let name = "first-gradient-difference"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText {
    BilingualText("largest difference of a first gradient", zh: "首次梯度的最大差别")
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    MeasureDistance.largest(trial.firstGradients, first.firstGradients)
  }
}

/// How far two networks' numbers are apart; nil for networks of other shapes.
enum MeasureDistance {
  static func largest(_ one: [String: [Float]], _ other: [String: [Float]]) -> Double? {
    differences(one, other)?.map(abs).max()
  }

  /// √Σ(a − b)²
  static func euclidean(_ one: [String: [Float]], _ other: [String: [Float]]) -> Double? {
    differences(one, other)?.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func differences(_ one: [String: [Float]], _ other: [String: [Float]]) -> [Double]? {
    guard one.mapValues(\.count) == other.mapValues(\.count) else { return nil }
    return one.keys.sorted().flatMap { name in
      zip(one[name] ?? [], other[name] ?? []).map { Double($0) - Double($1) }
    }
  }
}
