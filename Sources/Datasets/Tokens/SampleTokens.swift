/// What the numbers of a sample are tokens of, position by position.
///
///     position     0  1  2  3  4  5  6  7    8   9  10  …
///     sample       k  n  i  g  h  t  ·  ·    <   N  AY  …
///                  source: letters           target so far: sounds
///
/// A text has a source only. Where one sequence is turned into another, the sample goes on with what a decoder reads:
/// the target behind its start, shifted by one.
public struct SampleTokens: Hashable, Sendable {
  /// Positions side by side with tokens of one vocabulary.
  public struct Part: Hashable, Sendable {
    /// How many positions there are, padding included.
    public let length: Int
    public let vocabulary: Vocabulary

    public init(length: Int, vocabulary: Vocabulary) {
      self.length = length
      self.vocabulary = vocabulary
    }
  }

  public let source: Part
  public let target: Part?

  public init(source: Part, target: Part? = nil) {
    self.source = source
    self.target = target
  }

  public var positionCount: Int { source.length + (target?.length ?? 0) }

  /// What is told at a position where one token after the other is to be told.
  public var told: Part { target ?? source }

  public func part(at position: Int) -> Part {
    guard let target, position >= source.length else { return source }
    return target
  }

  /// The token that a number of a sample stands for, as after a number was set by hand `?` where it is none.
  public func text(of number: Float, at position: Int) -> String {
    guard let token = Int(exactly: number) else { return "?" }
    return part(at: position).vocabulary.text(of: token)
  }

  /// A sample's text as it is read: of its source, and of its target where it has one.
  public func text(of sample: some Collection<Float>) -> String {
    let tokens = sample.map { Int(exactly: $0) ?? -1 }
    let text = source.vocabulary.text(of: tokens.prefix(source.length))
    return target.map { "\(text) → \($0.vocabulary.text(of: tokens.dropFirst(source.length)))" } ?? text
  }

  /// `letter 0`, `letter 1`, …, `sound 0`, …
  public var featureNames: [String] {
    let names = (0..<source.length).map { "\(source.vocabulary.unit.noun) \($0)" }
    guard let target else { return names }
    let noun = target.vocabulary.unit.noun
    let start = noun == source.vocabulary.unit.noun ? "target \(noun)" : noun
    return names + (0..<target.length).map { "\(start) \($0)" }
  }
}
