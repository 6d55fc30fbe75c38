/// The words of ``Sentiment`` and how they are put together. Every noun of a theme goes with every adjective of it.
enum SentimentGrammar {
  struct Theme {
    let nouns: [String]
    let praise: [String]
    let blame: [String]
  }

  static let themes = [
    Theme(
      nouns: ["film", "story", "acting", "ending", "script", "music"],
      praise: ["gripping", "brilliant", "moving", "clever", "superb", "original"],
      blame: ["dull", "weak", "clumsy", "boring", "awful", "predictable"]),
    Theme(
      nouns: ["soup", "bread", "fish", "dessert", "salad", "cake"],
      praise: ["delicious", "tasty", "excellent", "perfect", "fresh", "wonderful"],
      blame: ["bland", "dreadful", "disappointing", "horrible", "tasteless", "inedible"]),
    Theme(
      nouns: ["room", "garden", "beach", "terrace", "lobby", "pool"],
      praise: ["lovely", "clean", "charming", "beautiful", "pleasant", "spotless"],
      blame: ["dirty", "ugly", "noisy", "shabby", "gloomy", "neglected"]),
    Theme(
      nouns: ["waiter", "driver", "guide", "receptionist", "doctor", "teacher"],
      praise: ["friendly", "helpful", "polite", "kind", "patient", "attentive"],
      blame: ["rude", "unfriendly", "impatient", "careless", "unhelpful", "arrogant"]),
  ]

  /// Sentences about two nouns, where the main clause decides: `1` and `2` are the nouns, `+` the adjective that decides,
  /// `-` the other one.
  static let contrasts = [
    "the 1 was - , but the 2 was + .",
    "although the 1 was - , the 2 was + .",
    "the 1 was + , although the 2 was - .",
    "the 1 was + although the 2 was - .",
  ]

  /// Sentences about one noun, where one adjective is denied.
  static let denials = [
    "the 1 was not - but + .",
    "the 1 was + , not - .",
    "the 1 was never - and always + .",
    "the 1 was always + and never - .",
    "the 1 was hardly - but rather + .",
    "the 1 was + and hardly - .",
  ]

  /// Before either adjective of half the sentences in which they sound right, so that an adjective's neighbor tells less.
  static let adverbs = ["really", "truly", "quite"]

  static func takesAdverb(_ pattern: String) -> Bool {
    !["never", "hardly"].contains { pattern.contains($0) }
  }
}
