import Datasets
import Testing

/// Tokens and their numbers, text to tokens and back, and what cannot be read.
@Suite struct VocabularyTests {
  private let letters = Vocabulary(.letters, tokens: ["a", "b", "n"], hasEnds: true)
  private let words = Vocabulary(.words, tokens: ["the", "film", "was", ",", "-", "."], hasUnknown: true)

  @Test func specialTokensComeFirst() {
    #expect(letters.tokens == ["·", "<", ">", "a", "b", "n"] && letters.count == 6)
    #expect(letters.start == 1 && letters.end == 2 && letters.unknown == nil && letters.firstOrdinary == 3)
    #expect(words.tokens.prefix(2) == ["·", "<unk>"] && words.unknown == 1 && words.start == nil)
    #expect(words.number(of: "film") == 3 && words.number(of: "·") == nil)
    #expect(Vocabulary.padding == 0 && letters.ordinaryTokens == ["a", "b", "n"])
  }

  /// A text may have the signs that special tokens are shown by.
  @Test func aTextMayHaveTheSameSigns() throws {
    let signs = Vocabulary(.letters, tokens: ["<", "·", "x"], hasEnds: true)
    #expect(try signs.tokens(of: "<x·") == [3, 5, 4])
    #expect(signs.text(of: [1, 3, 5, 2, 4]) == "<x")
  }

  @Test func textBecomesTokensAndTextAgain() throws {
    #expect(try letters.tokens(of: "banana") == [4, 3, 5, 3, 5, 3])
    // Capitals are read as small letters where they are no tokens of their own.
    #expect(try letters.tokens(of: "Anna") == [3, 5, 5, 3])
    #expect(letters.text(of: [1, 4, 3, 5, 2, 3, 0, 0]) == "ban")
    #expect(letters.shown([1, 4, 3, 2, 0]) == "<ba>·")
    #expect(letters.text(of: 17) == "?" && letters.text(of: -1) == "?")
    #expect(try words.tokens(of: "The film, the FILM-film was new.") == [2, 3, 5, 2, 3, 6, 3, 4, 1, 7])
    // Where tokens have capitals, words keep theirs; a capital that is unknown is read as a small one.
    let answers = Vocabulary(.words, tokens: ["A", "D", "a", "d", "?"])
    let found = try answers.shown(answers.tokens(of: "D a A d ?"))
    #expect(found == "D a A d?")
    let capitals = Vocabulary(.words, tokens: ["A", "b"])
    #expect(try capitals.tokens(of: "A B") == capitals.tokens(of: "A b"))
    #expect(words.text(of: [2, 3, 5, 2, 3, 6, 3, 4, 1, 7, 0, 0]) == "the film, the film-film was <unk>.")
    let sounds = Vocabulary(.sounds, tokens: ["AY", "N", "T"], hasEnds: true)
    #expect(try sounds.tokens(of: " n ay  T") == [4, 3, 5])
    #expect(sounds.text(of: [1, 4, 3, 5, 2]) == "N AY T")
  }

  @Test(arguments: [
    ("It's large-headed.", ["it's", "large", "-", "headed", "."]),
    ("3.5% of 'x'", ["3", ".", "5", "%", "of", "'", "x", "'"]),
    ("  \n\t ", []), ("Über-Straße", ["über", "-", "straße"]), ("don’t", ["don’t"]),
  ]) func whatAWordIs(_ text: String, _ tokens: [String]) {
    #expect(TextUnit.words.tokens(in: text) == tokens)
  }

  @Test(arguments: [
    ("añb", "letter \"ñ\" is not in the vocabulary, needed one of abn"), ("", "found no letter, needed 1 to 5"),
    ("banana", "found 6 letters in \"banana\", needed at most 5"),
    ("a\u{1B}", "letter \"\\u{1b}\" is not in the vocabulary, needed one of abn"),
  ]) func whatCannotBeRead(_ text: String, _ message: String) {
    let error = #expect(throws: TokenError.self) { try letters.tokens(of: text, most: 5) }
    #expect(error?.description == message)
  }

  @Test func anUnknownWordIsSaidWhereNoTokenStandsForIt() {
    let known = Vocabulary(.words, tokens: ["brilliant", "boring"])
    let error = #expect(throws: TokenError.self) { try known.tokens(of: "briliant") }
    #expect(
      error?.description
        == "word \"briliant\" is not in the vocabulary, needed one of \"brilliant\" or \"boring\". Did you mean \"brilliant\"?"
    )
  }

  @Test func aSampleOfTwoSequences() {
    let tokens = SampleTokens(
      source: .init(length: 3, vocabulary: Vocabulary(.letters, tokens: ["i", "k", "n"])),
      target: .init(length: 2, vocabulary: Vocabulary(.sounds, tokens: ["IH", "N"], hasEnds: true)))
    #expect(tokens.positionCount == 5 && tokens.told == tokens.target)
    #expect(tokens.featureNames == ["letter 0", "letter 1", "letter 2", "sound 0", "sound 1"])
    #expect(tokens.text(of: 1, at: 2) == "i" && tokens.text(of: 1, at: 3) == "<")
    #expect(
      tokens.text(of: 0.5, at: 0) == "?" && tokens.text(of: 9, at: 4) == "?" && tokens.text(of: .nan, at: 0) == "?")
    #expect(tokens.text(of: [1, 3, 0, 1, 3]) == "in → IH")
  }
}
