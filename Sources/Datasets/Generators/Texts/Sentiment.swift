import TensorMath

/// Praise and blame, where single words decide nothing: every sentence has a mirror with the same words and the other
/// meaning, and both are learned from or both tested on.
///
///     although the room was lovely, the pool was dirty.     → negative
///     although the room was dirty, the pool was lovely.     → positive
///     the film was not dull but moving.                     → positive
///     the film was not moving but dull.                     → negative
///
/// Whoever counts words gets 1 in 2, exactly; pairs of neighboring words give away some of the sentences.
public struct Sentiment: TextGenerator {
  public init() {}

  public var name: String { "sentiment" }
  public var summary: String {
    "Sentences that praise or blame, where the order of the words decides; counting words gets 1 in 2"
  }
  public var classNames: [String] { ["negative", "positive"] }
  public var usualLag: Int? { nil }
  public var groupSize: Int { 2 }
  /// Well below how many there are, so that drawing new ones takes no time: see ``SentimentGrammar``.
  public var mostTexts: Int { 10_000 }

  public func longest(lag: Int) -> Int { 12 }

  public func tokens(classNames: [String]) -> [String]? { nil }

  public func texts(count: Int, lag: Int, classNames: [String], seed: UInt64) -> [GeneratedText] {
    var random = RandomSource(seed: seed, purpose: "sentences")
    // Classes may be asked for in the other order.
    let positive = classNames.firstIndex(of: "positive") ?? 1
    var texts: [GeneratedText] = []
    var known: Set<[String]> = []
    while texts.count < count {
      let pair = Self.pair(&random)
      guard known.insert(pair.positive).inserted, known.insert(pair.negative).inserted else { continue }
      texts.append(GeneratedText(tokens: pair.positive, label: positive))
      texts.append(GeneratedText(tokens: pair.negative, label: 1 - positive))
    }
    return Array(texts.prefix(count))
  }

  /// A sentence that praises, and the one that blames with the same words.
  private static func pair(_ random: inout RandomSource) -> (positive: [String], negative: [String]) {
    func any<Element>(_ choices: [Element]) -> Element { choices[random.integer(below: choices.count)] }
    let theme = any(SentimentGrammar.themes)
    let isContrast = random.integer(below: 2) == 0
    let pattern = any(isContrast ? SentimentGrammar.contrasts : SentimentGrammar.denials)
    let first = random.integer(below: theme.nouns.count)
    let second = (first + 1 + random.integer(below: theme.nouns.count - 1)) % theme.nouns.count
    let (praise, blame) = (any(theme.praise), any(theme.blame))
    let adverb = any(SentimentGrammar.adverbs)
    let isBeforeDeciding = random.integer(below: 2) == 0
    let hasAdverb = random.integer(below: 2) == 0 && SentimentGrammar.takesAdverb(pattern)
    func sentence(deciding: String, other: String) -> [String] {
      pattern.split(separator: " ").flatMap { part -> [String] in
        switch part {
        case "1": [theme.nouns[first]]
        case "2": [theme.nouns[second]]
        case "+": hasAdverb && isBeforeDeciding ? [adverb, deciding] : [deciding]
        case "-": hasAdverb && !isBeforeDeciding ? [adverb, other] : [other]
        default: [String(part)]
        }
      }
    }
    return (sentence(deciding: praise, other: blame), sentence(deciding: blame, other: praise))
  }
}
