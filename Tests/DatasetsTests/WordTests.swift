import Datasets
import TensorMath
import Testing

/// Words as sequences of letters: the shipped lists, lists of one's own, and what is wrong with some.
@Suite struct WordTests {
  private func own(_ files: [(String, String)]) throws(DataError) -> PreparedData {
    try own(bytes: files.map { ($0.0, Array($0.1.utf8)) })
  }

  private func own(bytes files: [(String, [UInt8])]) throws(DataError) -> PreparedData {
    let list = WordFiles(files.map { WordFiles.File(name: $0.0, className: String($0.0.dropLast(4))) })
    let entry = CatalogEntry(name: "own", summary: "", origin: .words(list), preparation: .keep)
    return try entry.prepared(
      for: DataSelection(dataset: "own", seed: 1, trainShare: 0.5),
      files: Dictionary(files, uniquingKeysWith: { first, _ in first }))
  }

  /// Signs of a script that is no alphabet.
  private static func signs(_ count: Int) -> [String] {
    (0..<count).compactMap { UnicodeScalar(0x4E00 + $0).map { String(Character($0)) } }
  }

  @Test func theShippedWords() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "words", seed: 1))
    guard case .words(let words) = data.raw else { throw Mismatch() }
    #expect(words.count == 3600 && words.alphabet.steps == 11 && words.alphabet.letters.count == 56)
    #expect(String(words.alphabet.letters.prefix(27)) == "abcdefghijklmnopqrstuvwxyzá")
    #expect(data.train.inputs.shape == [2880, 11, 56] && data.test.inputs.shape == [720, 11, 56])
    #expect(data.train.classNames == ["English", "Spanish", "French", "Dutch", "Polish", "Portuguese"])
    #expect(data.train.classCounts == Array(repeating: 480, count: 6))
    #expect(data.test.classCounts == Array(repeating: 120, count: 6))
    #expect(words.word(0) == "abbreviates" && words.classIndex(0) == 0)
    #expect(words.word(601) == "acañutado" && words.classIndex(601) == 1)
    // What a network gets is what is in the file, letter by letter.
    for (part, examples) in [(data.train, data.trainExamples), (data.test, data.testExamples)] {
      for index in [0, 7, part.count - 1] {
        let numbers = Array(part.example(index))
        #expect(numbers == data.raw.example(examples[index]))
        #expect(words.alphabet.word(numbers) == words.word(examples[index]))
        #expect(part.classIndex(index) == words.classIndex(examples[index]))
        #expect(numbers.reduce(0, +) == Float(words.word(examples[index]).count))
      }
    }
    #expect(Set(data.trainExamples).isDisjoint(with: data.testExamples))
    #expect(!data.isStandardized)
  }

  /// No word is learned from and tested on.
  @Test func noWordIsInTwoLists() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "words", seed: 1))
    guard case .words(let words) = data.raw else { throw Mismatch() }
    #expect(Set((0..<words.count).map(words.word)).count == words.count)
  }

  @Test func aWordStandsAtTheEndOfItsSequence() throws {
    let data = try own([("a.txt", "ba\nabc\n"), ("b.txt", "c\nab\n")])
    guard case .words(let words) = data.raw else { throw Mismatch() }
    #expect(words.alphabet.letters == ["a", "b", "c"] && words.alphabet.steps == 3)
    #expect(words.example(0) == [0, 0, 0, 0, 1, 0, 1, 0, 0])
    #expect(words.example(1) == [1, 0, 0, 0, 1, 0, 0, 0, 1])
    #expect(words.example(2) == [0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(data.train.featureNames == ["0:a", "0:b", "0:c", "1:a", "1:b", "1:c", "2:a", "2:b", "2:c"])
    #expect(data.train.task == .binaryClassification(classNames: ["a", "b"]))
    #expect(data.train.inputs.shape == [2, 3, 3] && data.train.targets.shape == [2, 1])
    // Read so far: "a", then "ab"; a number set by hand is shown as such.
    let places = try words.alphabet.places(of: "AB")
    #expect(words.alphabet.numbers(places, first: 1) == [0, 0, 0, 0, 0, 0, 1, 0, 0])
    #expect(words.alphabet.numbers(places) == [0, 0, 0, 1, 0, 0, 0, 1, 0])
    #expect(words.alphabet.word([0, 0, 0, 0.5, 0, 0, 0, 1, 0]) == "?b")
    #expect(words.alphabet.word([0, 0, 0, 1, 0, 0, 0, 0, 0]) == "a␣")
  }

  @Test func capitalsByteOrderMarksAndEmptyLinesAreRead() throws {
    let data = try own([("a.txt", "\u{FEFF}Über\r\n\r\n  über \r\nAu\u{308}f\n"), ("b.txt", "ÅÄÖ\nå\n")])
    guard case .words(let words) = data.raw else { throw Mismatch() }
    #expect((0..<words.count).map(words.word) == ["über", "aüf", "åäö", "å"])
  }

  @Test func someClassesKeepTheAlphabet() throws {
    let selection = DataSelection(dataset: "words", classes: ["Polish", "English"], count: 100, seed: 5)
    let data = try SampleFiles.prepared(selection)
    #expect(data.train.task == .binaryClassification(classNames: ["Polish", "English"]))
    #expect(data.train.classCounts == [40, 40] && data.test.classCounts == [10, 10])
    #expect(data.train.exampleShape == [11, 56])
    guard case .words(let words) = data.raw else { throw Mismatch() }
    #expect(words.classNames == ["Polish", "English"])
    #expect((0..<words.count).filter { words.word($0).contains("ł") }.allSatisfy { words.classIndex($0) == 0 })
  }

  private struct BadList: Sendable {
    let text: String
    let message: String

    init(_ text: String, _ message: String) { (self.text, self.message) = (text, message) }
  }

  private static let xs = String(repeating: "x", count: 65)

  private static let badLists = [
    BadList("", "a.txt: found no word, needed words, one a line."),
    BadList(" \n\n", "a.txt: found no word, needed words, one a line."),
    BadList("x\nX\n", "a.txt: found 1 word, needed at least 2: one to learn from, one to test on."),
    BadList("x\ntwo words\n", "a.txt, line 2: found several words: \"two words\", needed one word a line."),
    BadList("x\n\u{1B}[1m\n", "a.txt, line 2: found a control character: \"\\u{1b}[1m\", needed one word a line."),
    BadList(xs, "a.txt, line 1: found 65 letters: \"\(xs.dropLast(5))…\", needed a word of at most 64."),
    BadList(
      signs(256).joined(separator: "\n"),
      "own: found 258 different letters, needed at most 255, as alphabets have them."),
  ]

  @Test(arguments: badLists) private func aListThatIsNoneIsRefused(_ list: BadList) throws {
    let error = #expect(throws: DataError.self) { try own([("a.txt", list.text), ("b.txt", "x\ny")]) }
    #expect(error?.description == list.message)
  }

  @Test func aClassNeedsAFileOfItsOwn() throws {
    let one = #expect(throws: DataError.self) { try own([("a.txt", "x\ny")]) }
    #expect(one?.description == "own: found 1 file, needed at least two, one for each class.")
    let twice = #expect(throws: DataError.self) { try own([("a.txt", "x\ny"), ("a.txt", "x\ny")]) }
    #expect(twice?.description == "a.txt: found the class \"a\" again, needed files with different names.")
  }

  @Test func otherEncodingsAreRefused() throws {
    let error = #expect(throws: DataError.self) {
      try own(bytes: [("a.txt", Array("ab\n".utf8) + [0xE4, 0x68, 0x0A]), ("b.txt", Array("x\ny".utf8))])
    }
    #expect(
      error?.description
        == "a.txt, line 2: found bytes that are no UTF-8, as in \"\u{FFFD}h\", needed UTF-8. Save the file as UTF-8 text."
    )
  }

  @Test(arguments: [
    ("", "no letter, needed 1 to 3"),
    ("abca", "4 letters in \"abca\", needed at most 3, as many as the longest word has"),
    ("aßc", "the letter \"ß\", needed letters that the data have: abc"),
  ]) func aTypedWordThatCannotBeRead(_ word: String, _ message: String) throws {
    guard case .words(let words) = try own([("a.txt", "ba\nabc\n"), ("b.txt", "c\nab\n")]).raw else { throw Mismatch() }
    let error = #expect(throws: WordError.self) { try words.alphabet.places(of: word) }
    #expect(error?.description == "found \(message)")
  }

  @Test(arguments: [
    (
      DataSelection(dataset: "words", seed: 1, preparation: .standardize),
      "preparation: found another preparation, needed keep: a letter is 1 where it stands, 0 elsewhere"
    ),
    (
      DataSelection(dataset: "words", features: ["0:a"], seed: 1),
      "features: found a choice of features, needed none: words holds whole words"
    ),
    (
      DataSelection(dataset: "words", noise: 0.1, seed: 1),
      "noise: found a noise, needed none: words is not generated but measured"
    ),
    (
      DataSelection(dataset: "words", seed: 1, lag: 3),
      "lag: found a lag, needed none: words holds no generated sequences"
    ),
    (
      DataSelection(dataset: "words", count: 3601, seed: 1), "count: found 3601, needed 2 to 3600, as many as there are"
    ),
    (DataSelection(dataset: "words", seed: 1, shift: 1), "shift: found 1, needed none: words holds no images"),
  ]) func choicesThatDoNotFit(_ selection: DataSelection, _ message: String) throws {
    let error = #expect(throws: DataError.self) { try SampleFiles.prepared(selection) }
    #expect(error?.description == "words, \(message).")
  }

  /// 64 letters of 255 in each step take 65 kB a word: refused before the memory is taken.
  @Test func tooManyWordsAreRefused() throws {
    let signs = Self.signs(200)
    let many = (0..<6000).map { "\(signs[$0 / 200])\(signs[$0 % 200])\n" }.joined()
    let list = String(repeating: "a", count: 64) + "\n" + many
    let error = #expect(throws: DataError.self) { try own([("a.txt", list), ("b.txt", "x\ny")]) }
    #expect(error?.problem == .absurdSize)
    #expect(error?.suggestion == "A smaller count draws some of them.")
  }

  @Test func listsAreNamedByTheirFiles() throws {
    let files = try #require(WordFiles(listed: "lists/German.txt,it.TXT.gz"))
    #expect(files.files.map(\.className) == ["German", "it"])
    #expect(files.names == ["lists/German.txt", "it.TXT.gz"])
    #expect(WordFiles(listed: "a.txt,") == nil && WordFiles(listed: "a.csv,b.txt") == nil)
    // One may be a table.
    #expect(WordFiles(listed: "a.txt") == nil && WordFiles(listed: ".txt,a.txt") == nil)
    #expect(WordFiles.isList("a.txt.gz") && !WordFiles.isList("a.csv"))
  }

  private struct Mismatch: Error {}
}
