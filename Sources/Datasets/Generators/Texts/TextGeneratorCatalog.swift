/// The generators of texts that lessons can name, in the order in which a learner meets them.
public enum TextGeneratorCatalog {
  public static let all: [any TextGenerator] = [Sentiment(), LongRange()]
}
