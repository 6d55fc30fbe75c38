/// What a lesson or a learner asks of texts. What is nil is left as it is usual.
///
///     TextChoices(context: 32, unit: .words)
public struct TextChoices: Hashable, Sendable {
  /// How many tokens a network sees of a text.
  public var context: Int?
  /// How many tokens there are at most, the most frequent ones of the training part; all others are unknown.
  public var vocabulary: Int?
  /// What a text of one's own is cut into.
  public var unit: TextUnit?

  /// Attention costs the square of it; a thousand tokens are a page.
  public static let contexts = 2...1024
  /// A row of numbers is learned for each; 20,000 words are what a reader knows.
  public static let vocabularies = 4...20_000

  public init(context: Int? = nil, vocabulary: Int? = nil, unit: TextUnit? = nil) {
    self.context = context
    self.vocabulary = vocabulary
    self.unit = unit
  }

  /// The name of the first choice that was made.
  var firstChoice: String? {
    if context != nil { return "context" }
    if vocabulary != nil { return "vocabulary" }
    return unit == nil ? nil : "unit"
  }
}

extension TextChoices {
  /// Those that mean the same for other texts.
  public func fitting(_ new: TextSource, insteadOf old: TextSource) -> TextChoices {
    TextChoices(
      context: new.takesContext && old.takesContext ? context : nil,
      vocabulary: new.usualVocabulary == old.usualVocabulary && new.usualVocabulary != nil ? vocabulary : nil,
      unit: new.takesUnit && old.takesUnit ? unit : nil)
  }
}
