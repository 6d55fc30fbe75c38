import Datasets
import Foundation
import TensorMath
import Testing

/// The shipped texts as tokens, against their files and what others measured on them.
@Suite struct TextDataTests {
  private func texts(_ data: PreparedData) throws -> TokenizedTexts {
    guard case .texts(let texts) = data.raw else { throw Mismatch() }
    return texts
  }

  private struct Mismatch: Error {}

  /// Every sample is its text: rows of the file, token by token, padded at the end.
  private func check(_ data: PreparedData) throws {
    let texts = try texts(data)
    #expect(Set(data.trainExamples).isDisjoint(with: data.testExamples))
    for (part, examples) in [(data.train, data.trainExamples), (data.test, data.testExamples)] {
      #expect(part.tokens == texts.tokens && part.inputs.shape == [part.count, texts.tokens.positionCount])
      for index in stride(from: 0, to: part.count, by: 97) {
        let numbers = Array(part.example(index))
        #expect(numbers == data.raw.example(examples[index]))
        let seen = texts.seen(examples[index])
        let source = numbers.prefix(texts.tokens.source.length)
        #expect(
          source.prefix(seen.count).map { Int($0) } == seen && source.dropFirst(seen.count).allSatisfy { $0 == 0 })
        #expect(!seen.contains(0))
      }
    }
  }

  @Test func names() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "names", seed: 1, trainShare: 0.9))
    try check(data)
    #expect(data.train.count == 4647 && data.test.count == 516)
    let vocabulary = try #require(data.train.tokens?.source.vocabulary)
    #expect(vocabulary.tokens == ["·", "<", ">"] + "abcdefghijklmnopqrstuvwxyz".map(String.init))
    #expect(data.train.tokens?.source.length == 12 && data.train.tokens?.target == nil)
    #expect(data.train.targets.shape == [4647, 12] && data.train.task == .nextToken(tokens: vocabulary.tokens))
    #expect(data.train.classNames == vocabulary.tokens && data.train.classIndex(0) == nil)
    let all = try texts(data)
    #expect(all.text(0) == "aaron" && all.answer(0) == "aaron")
    let aaron = all.dataset(examples: [0])
    #expect(aaron.inputs.values == [1, 3, 3, 20, 17, 16, 0, 0, 0, 0, 0, 0])
    #expect(aaron.targets.values == [3, 3, 20, 17, 16, 2, -1, -1, -1, -1, -1, -1])
    #expect(aaron.classCounts.reduce(0, +) == 6 && aaron.classCounts[3] == 2)
    // The longest name fills all positions.
    let longest = try #require((0..<all.count).first { all.text($0).count == 11 })
    #expect(!all.dataset(examples: [longest]).targets.values.contains(-1))
    #expect(try DatasetCatalog.entry(named: "names").usualTrainShare == 0.9)
  }

  /// How surprising a letter is if one knows only how often each is, and which came before: as measured by others.
  @Test func namesAreAsSurprisingAsOthersFound() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "names", seed: 1, trainShare: 0.9))
    #expect(abs(try #require(NextTokenCounts(data, length: 1)?.loss(on: data.test)) - 2.811) < 0.03)
    #expect(abs(try #require(NextTokenCounts(data, length: 2)?.loss(on: data.test)) - 2.341) < 0.03)
    #expect(abs(try #require(NextTokenCounts(data, length: 3)?.loss(on: data.test)) - 2.105) < 0.05)
    #expect(abs(try #require(NextTokenCounts(data, length: 4)?.loss(on: data.test)) - 2.019) < 0.08)
  }

  @Test func topics() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "topics", seed: 1))
    try check(data)
    #expect(data.train.classNames == ["animal", "body", "food", "location", "person", "plant"])
    #expect(data.train.classCounts == Array(repeating: 560, count: 6))
    #expect(data.test.classCounts == Array(repeating: 140, count: 6))
    #expect(data.train.inputs.shape == [3360, 16] && data.train.targets.shape == [3360])
    #expect(data.train.tokens?.source.vocabulary.count == 5000)
    let texts = try texts(data)
    let whole = (0..<texts.count).count {
      texts.seen($0).count < 16 || TextUnit.words.tokens(in: texts.text($0)).count <= 16
    }
    #expect(Double(whole) / Double(texts.count) > 0.99)
    let plain = try String(decoding: SampleFiles.bytes("topics.tsv"), as: UTF8.self).split(separator: "\n")[1].split(
      separator: "\t")
    // The rarest words are unknown.
    #expect(texts.answer(0) == String(plain[0]) && plain[2] == "one of the largest skates")
    #expect(texts.text(0) == "one of the largest <unk>")
  }

  /// 87.5 % on one split in scikit-learn; from split to split it varies by more than a point, with a mean of 86 to 87.
  /// Our first split was counted again in Python: 714 of 840.
  @Test func naiveBayesOnTopics() throws {
    var accuracies: [Double] = []
    for seed in 1...12 {
      let selection = DataSelection(
        dataset: "topics", seed: UInt64(seed), texts: TextChoices(vocabulary: TextChoices.vocabularies.upperBound))
      accuracies.append(try #require(SampleFiles.prepared(selection).naiveBayesAccuracy()))
    }
    let mean = accuracies.reduce(0, +) / 12
    #expect(abs(mean - 0.875) < 0.015, "\(accuracies)")
    #expect(accuracies[0] == 714 / 840.0 && accuracies.allSatisfy { abs($0 - 0.87) < 0.03 })
    let capped = try #require(SampleFiles.prepared(DataSelection(dataset: "topics", seed: 1)).naiveBayesAccuracy())
    #expect(abs(capped - 0.86) < 0.02)
  }

  /// Whatever is in the test part, the vocabulary and what is trained on stay the same.
  @Test func theVocabularyIsThatOfTheTrainingPart() throws {
    let entry = try DatasetCatalog.entry(named: "topics")
    let selection = DataSelection(dataset: "topics", seed: 3)
    let bytes = try SampleFiles.bytes("topics.tsv")
    let before = try entry.prepared(for: selection, files: ["topics.tsv": bytes])
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    func rewrite(_ example: Int) {
      let fields = lines[example + 1].split(separator: "\t")
      lines[example + 1] = "\(fields[0])\t\(fields[1])\tzyzzyva zyzzyva zyzzyva zyzzyva of the"
    }
    for example in before.testExamples { rewrite(example) }
    let after = try entry.prepared(for: selection, files: ["topics.tsv": Array(lines.joined(separator: "\n").utf8)])
    #expect(after.train == before.train && after.train.tokens == before.train.tokens)
    #expect(after.train.tokens?.source.vocabulary.number(of: "zyzzyva") == nil)
    let unknown = try #require(after.train.tokens?.source.vocabulary.unknown)
    #expect(
      after.test.example(0).prefix(4).allSatisfy { $0 == Float(unknown) } && after.test.inputs != before.test.inputs)
    // And a training text does change it.
    for example in before.trainExamples.prefix(3) { rewrite(example) }
    let changed = try entry.prepared(for: selection, files: ["topics.tsv": Array(lines.joined(separator: "\n").utf8)])
    #expect(changed.train.tokens?.source.vocabulary.number(of: "zyzzyva") != nil)
  }

  @Test func theVocabularyIsAsSmallAsSomebodyWants() throws {
    let selection = DataSelection(dataset: "topics", seed: 1, texts: TextChoices(context: 5, vocabulary: 50))
    let data = try SampleFiles.prepared(selection)
    #expect(data.train.tokens?.source.vocabulary.count == 50 && data.train.inputs.shape == [3360, 5])
    // The most frequent word of English comes first.
    #expect(data.train.tokens?.source.vocabulary.tokens.prefix(4) == ["·", "<unk>", "of", "the"])
    try check(data)
  }

  @Test func someTopics() throws {
    let data = try SampleFiles.prepared(
      DataSelection(dataset: "topics", classes: ["plant", "food"], count: 100, seed: 2))
    #expect(data.train.task == .binaryClassification(classNames: ["plant", "food"]))
    #expect(data.train.classCounts == [40, 40] && data.test.classCounts == [10, 10])
    #expect(data.train.withClassIndices().tokens == data.train.tokens)
  }

  @Test func pronunciation() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "pronunciation", seed: 1))
    try check(data)
    let texts = try texts(data)
    let tokens = try #require(data.train.tokens)
    let target = try #require(tokens.target)
    #expect(texts.count == 8000 && tokens.source.length == 8 && target.length == 10)
    #expect(tokens.source.vocabulary.count == 27 && target.vocabulary.count == 39 + 3)
    #expect(data.train.task == .transcription(tokens: target.vocabulary.tokens))
    #expect(data.train.inputs.shape == [6400, 18] && data.train.targets.shape == [6400, 10])
    #expect(texts.text(1) == "abacus" && texts.answer(1) == "AE B AH K AH S")
    let abacus = texts.dataset(examples: [1])
    let sounds = ["AE", "B", "AH", "K", "AH", "S"].compactMap { target.vocabulary.number(of: $0) }.map { Float($0) }
    #expect(abacus.inputs.values == [1, 2, 1, 3, 21, 19, 0, 0, 1] + sounds + [0, 0, 0])
    #expect(abacus.targets.values == sounds + [2, -1, -1, -1])
    #expect(tokens.text(of: abacus.example(0)) == "abacus → AE B AH K AH S")
    #expect(Set((0..<texts.count).map(texts.text)).count == 8000)
    // Fewer words, the same vocabularies: a network fits both.
    let few = try SampleFiles.prepared(DataSelection(dataset: "pronunciation", count: 60, seed: 1))
    #expect(few.train.count == 48 && few.train.tokens == tokens)
  }

  @Test func tokensSetByHandAreTokens() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "names", count: 50, seed: 1))
    #expect(try data.editing([SampleEdit(sample: 0, .feature(1), value: 28)]).train.example(0).dropFirst().first == 28)
    for value: Float in [29, 1.5, -1] {
      let error = #expect(throws: DataError.self) {
        try data.editing([SampleEdit(sample: 0, .feature(1), value: value)])
      }
      #expect(error?.description == "names, edit: found \(value) for a token, needed a whole number from 0 to 28.")
    }
    #expect(throws: DataError.self) { try data.editing([SampleEdit(sample: 0, .target, value: 3)]) }
  }

  @Test(arguments: [
    (
      DataSelection(dataset: "names", seed: 1, texts: TextChoices(context: 5)),
      "context: found a context, needed none: the texts of names are seen whole"
    ),
    (
      DataSelection(dataset: "names", classes: ["a", "b"], seed: 1),
      "classes: found a choice of classes, needed none: names asks for tokens"
    ),
    (
      DataSelection(dataset: "topics", seed: 1, texts: TextChoices(context: 1)),
      "context: found 1, needed 2 to 1024 tokens"
    ),
    (
      DataSelection(dataset: "topics", seed: 1, texts: TextChoices(vocabulary: 1_000_000_000)),
      "vocabulary: found 1000000000, needed 4 to 20000 tokens"
    ),
    (
      DataSelection(dataset: "pronunciation", seed: 1, texts: TextChoices(vocabulary: 30)),
      "vocabulary: found a size, needed none: the tokens of pronunciation are known beforehand"
    ),
    (
      DataSelection(dataset: "topics", seed: 1, texts: TextChoices(unit: .letters)),
      "unit: found letters, needed none: it is a choice about a text of one's own"
    ),
    (
      DataSelection(dataset: "iris", seed: 1, texts: TextChoices(context: 5)),
      "context: found a choice, needed none: iris holds no texts as tokens"
    ),
    (
      DataSelection(dataset: "topics", seed: 1, preparation: .standardize),
      "preparation: found another preparation, needed keep: a token's number is a name"
    ),
    (
      DataSelection(dataset: "topics", features: ["word 0"], seed: 1),
      "features: found a choice of features, needed none: topics holds whole texts"
    ),
    (
      DataSelection(dataset: "pronunciation", count: 8001, seed: 1),
      "count: found 8001, needed 2 to 8000, as many as there are"
    ),
    (
      DataSelection(dataset: "topics", seed: 1, lag: 3),
      "lag: found a lag, needed none: topics holds no generated sequences"
    ),
  ]) func choicesThatDoNotFit(_ selection: DataSelection, _ message: String) throws {
    let error = #expect(throws: DataError.self) { try SampleFiles.prepared(selection) }
    #expect(error?.description == "\(selection.dataset), \(message).")
  }
}
