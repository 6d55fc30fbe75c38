import Datasets
import TensorMath
import Testing

/// A text of one's own, cut into windows, and what is wrong with some.
@Suite struct RunningTextTests {
  static func prepared(
    _ bytes: [UInt8], _ choices: TextChoices = TextChoices(context: 4), trainShare: Double = 0.5
  ) throws(DataError) -> PreparedData {
    let entry = CatalogEntry(name: "own", summary: "", origin: .texts(.running(file: "book.txt")), preparation: .keep)
    return try entry.prepared(
      for: DataSelection(dataset: "own", seed: 1, trainShare: trainShare, texts: choices), files: ["book.txt": bytes])
  }

  private func prepared(
    _ text: String, _ choices: TextChoices = TextChoices(context: 4), trainShare: Double = 0.5
  ) throws(DataError) -> PreparedData {
    try Self.prepared(Array(text.utf8), choices, trainShare: trainShare)
  }

  @Test func windowsTellEveryTokenOnce() throws {
    // 10 letters to train on, 8 to test on; z is in the test part only.
    let data = try prepared("abcabcabca" + "bcazbcab", trainShare: 10 / 18.0)
    let vocabulary = try #require(data.train.tokens?.source.vocabulary)
    #expect(vocabulary.tokens == ["·", "<unk>", "a", "b", "c"])
    #expect(data.train.inputs == Tensor([3, 4], [2, 3, 4, 2, 3, 4, 2, 3, 4, 0, 0, 0]))
    #expect(data.train.targets == Tensor([3, 4], [3, 4, 2, 3, 4, 2, 3, 4, 2, -1, -1, -1]))
    #expect(data.test.inputs == Tensor([2, 4], [3, 4, 2, 1, 3, 4, 2, 0]))
    #expect(data.test.targets == Tensor([2, 4], [4, 2, 1, 3, 4, 2, 3, -1]))
    #expect(data.trainExamples == [0, 1, 2] && data.testExamples == [3, 4])
    #expect(data.train.task == .nextToken(tokens: vocabulary.tokens))
  }

  @Test func wordsOfAText() throws {
    let text = "The cat sat. The cat ran. The dog sat. The cat sat. The cow ran. The cat sat."
    let data = try prepared(text, TextChoices(context: 3, unit: .words), trainShare: 0.7)
    #expect(data.train.tokens?.source.vocabulary.tokens == ["·", "<unk>", "the", ".", "cat", "sat", "dog", "ran"])
    #expect(data.train.tokens?.source.vocabulary.text(of: data.train.example(0).map { Int($0) }) == "the cat sat")
    let small = try prepared(text, TextChoices(context: 3, vocabulary: 4, unit: .words), trainShare: 0.7)
    #expect(small.train.tokens?.source.vocabulary.tokens == ["·", "<unk>", "the", "."])
  }

  @Test func lineEndsAndMarksAreRead() throws {
    let data = try prepared("\u{FEFF}ab\r\ncd\rab\ncd\n", trainShare: 1)
    #expect(data.train.tokens?.source.vocabulary.ordinaryTokens.sorted() == ["\n", "a", "b", "c", "d"])
    #expect(data.test.count == 0)
  }

  @Test func theVocabularyIsThatOfTheTrainingPart() throws {
    let (one, other) = (try prepared("abababababxyzxyzxyzx"), try prepared("ababababab𝄞ß語ñ𝄞ß語ñ𝄞ß"))
    #expect(one.train == other.train && one.train.tokens == other.train.tokens)
    #expect(one.train.tokens?.source.vocabulary.tokens == ["·", "<unk>", "a", "b"])
    #expect(other.test.inputs.values.allSatisfy { $0 <= 1 })
  }

  static let mistakes: [DataErrorMessageTests.Mistake] = [
    .init(
      .tooShortText,
      "book.txt: found 9 letters, 5 of them to train on, needed more than 64 to train on, as many as are seen at once, and 2 to test on. A smaller context takes less."
    ) {
      _ = try prepared(Array("a bc d ef".utf8), TextChoices())
    },
    .init(.emptyFile, "book.txt: found no text, needed a text to learn from.") {
      _ = try prepared(Array(" \n\t\n ".utf8))
    },
    .init(.emptyFile, "book.txt: found no text, needed a text to learn from.") { _ = try prepared([]) },
    .init(
      .notUTF8, "book.txt, byte 7: found bytes that are no UTF-8: e9 20 62, needed UTF-8. Save the file as UTF-8 text."
    ) {
      _ = try prepared(Array("é\u{10348}a".utf8) + [0xE9, 0x20, 0x62])
    },
    .init(
      .notUTF8, "book.txt, byte 3: found bytes that are no UTF-8: e2 82, needed UTF-8. Save the file as UTF-8 text."
    ) {
      _ = try prepared(Array("abc".utf8) + [0xE2, 0x82])
    },
    .init(.notUTF8, "book.txt, byte 0: found UTF-16 text, needed UTF-8. Save the file as UTF-8 text.") {
      _ = try prepared([0xFF, 0xFE, 0x61, 0x00])
    },
    .init(.absurdSize, "book.txt: found 4194305 bytes of text, needed at most 4194304. A part of it will do.") {
      _ = try prepared([UInt8](repeating: 0x61, count: (1 << 22) + 1))
    },
    .init(.wrongChoice, "own, unit: found sounds, needed one of \"letters\" or \"words\".") {
      _ = try prepared(Array("abcabcabcabc".utf8), TextChoices(unit: .sounds))
    },
    .init(.unknownColumn, "topics.tsv, line 1: found one of \"label\" or \"text\", needed a column \"sentence\".") {
      _ = try Self.topics("label\ttext\na\tb\nc\td\n")
    },
    .init(.raggedRow, "topics.tsv, line 3: found 1 field, needed 2, as in line 1.") {
      _ = try Self.topics("label\tsentence\na\tb\nc\n")
    },
    .init(.missingValue, "topics.tsv, line 2, column 2 (sentence): found nothing, needed a text.") {
      _ = try Self.topics("label\tsentence\na\t \nc\td\n")
    },
    .init(
      .tooFewRows, "topics.tsv: found 1 line below the header, needed at least 2: one to learn from, one to test on."
    ) {
      _ = try Self.topics("label\tsentence\na\tb\n")
    },
    .init(.tooFewClasses, "topics.tsv, label: found one class, \"a\", in column \"label\", needed at least two.") {
      _ = try Self.topics("label\tsentence\na\tb\na\tc\n")
    },
  ]

  private static func topics(_ text: String) throws(DataError) -> PreparedData {
    try DatasetCatalog.entry(named: "topics").prepared(
      for: DataSelection(dataset: "topics", seed: 1), files: ["topics.tsv": Array(text.utf8)])
  }

  /// Whatever the bytes, there are data or a sentence that can be shown.
  @Test func randomBytesNeverTrap() {
    var random = RandomSource(seed: 77)
    for round in 0..<600 {
      let bytes = (0..<random.integer(below: 80)).map { _ in
        round.isMultiple(of: 2)
          ? UInt8(random.integer(below: 256)) : Array("ab \n\t\r.'é".utf8)[random.integer(below: 10)]
      }
      for unit in TextUnit.choices {
        do {
          let data = try Self.prepared(
            bytes, TextChoices(context: 2 + round % 7, vocabulary: 4 + round % 5, unit: unit))
          #expect(data.train.count > 0 && data.test.count > 0)
        } catch {
          #expect(error.description.hasPrefix("book.txt"))
          #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 })
        }
      }
      do {
        _ = try Self.topics("label\tsentence\n" + String(decoding: bytes, as: UTF8.self))
      } catch { #expect(error.description.hasPrefix("topics.tsv")) }
    }
  }
}
