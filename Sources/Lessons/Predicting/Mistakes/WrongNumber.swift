public import Autodiff

/// What comes out with a classic mistake, and in which words it is met.
public struct WrongNumber: Hashable, Sendable {
  /// The mistake's name in ``MistakeCatalog``.
  public let mistake: String
  public let value: Double
  /// The arithmetic that leads to it: `0.31 · 0.5`.
  public let arithmetic: String
  /// What is wrong about it: `the bias is missing`.
  public let reason: BilingualText

  public init(_ mistake: String, _ value: Double, _ arithmetic: String, _ reason: BilingualText) {
    self.mistake = mistake
    self.value = value
    self.arithmetic = arithmetic
    self.reason = reason
  }

  /// `That is 0.31 · 0.5: the bias is missing.`
  public var text: BilingualText {
    BilingualText("That is \(arithmetic): \(reason.english).", zh: "那是 \(arithmetic)：\(reason.chinese)。")
  }
}
