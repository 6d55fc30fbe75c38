import Datasets
import TensorMath
import Testing

/// Sentences and long texts made from a seed.
@Suite struct GeneratedTextTests {
  private func texts(_ data: PreparedData) throws -> TokenizedTexts {
    guard case .texts(let texts) = data.raw else { throw Mismatch() }
    return texts
  }

  private struct Mismatch: Error {}

  @Test func sentencesAreDifferentAndHaveTheirMirrors() throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "sentiment", seed: 1))
    let texts = try texts(data)
    #expect(texts.count == 3000 && data.train.count == 2400 && data.test.count == 600)
    #expect(data.train.task == .binaryClassification(classNames: ["negative", "positive"]))
    #expect(data.train.classCounts == [1200, 1200] && data.test.classCounts == [300, 300])
    let sentences = (0..<texts.count).map(texts.text)
    #expect(Set(sentences).count == 3000)
    // Word by word the same, with the other meaning, in the same part.
    let train = Set(data.trainExamples)
    for first in stride(from: 0, to: 3000, by: 2) {
      #expect(texts.seen(first).sorted() == texts.seen(first + 1).sorted())
      #expect(texts.classIndex(first) != texts.classIndex(first + 1))
      #expect(train.contains(first) == train.contains(first + 1))
    }
    #expect(data.train.tokens?.source.length == 12)
    #expect(try SampleFiles.prepared(DataSelection(dataset: "sentiment", seed: 1)) == data)
    #expect(try SampleFiles.prepared(DataSelection(dataset: "sentiment", seed: 2)).train != data.train)
  }

  /// What a sentence says, found in another way than it was made: by the words around its two adjectives.
  @Test func everyLabelIsWhatTheSentenceSays() throws {
    let texts = try texts(SampleFiles.prepared(DataSelection(dataset: "sentiment", count: 600, seed: 4)))
    let praise = Set(Self.praise.split(separator: " ").map(String.init))
    for index in 0..<texts.count {
      let words = TextUnit.words.tokens(in: texts.text(index)).filter { !["really", "truly", "quite"].contains($0) }
      let main: ArraySlice<String>
      if words[0] == "although" {
        main = words[(words.firstIndex(of: ",") ?? 0)...]
      } else if let place = words.firstIndex(of: "although") {
        main = words[..<place]
      } else if let place = words.firstIndex(of: "but") {
        main = words[place...]
      } else {
        // The adjective that no "not", "never" or "hardly" denies.
        let denied = words.firstIndex { ["not", "never", "hardly"].contains($0) } ?? 0
        main = (words[..<denied] + words[(denied + 2)...])[...]
      }
      #expect((texts.answer(index) == "positive") == main.contains { praise.contains($0) }, "\(texts.text(index))")
    }
  }

  private static let praise =
    "gripping brilliant moving clever superb original delicious tasty excellent perfect fresh wonderful lovely clean "
    + "charming beautiful pleasant spotless friendly helpful polite kind patient attentive"

  /// Single words decide nothing; neighbors give away most, and not all.
  @Test(arguments: [1, 2, 3] as [UInt64]) func countingWordsIsGuessing(_ seed: UInt64) throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: "sentiment", seed: seed))
    let single = try #require(data.naiveBayesAccuracy())
    let pairs = try #require(data.naiveBayesAccuracy(longest: 2))
    #expect(abs(single - 0.5) < 0.03)
    #expect(abs(pairs - 0.8) < 0.05)
    // Whatever is made of the counts: each pair of mirrors has the same, and one of the two is taken for what it is not.
    let texts = try texts(data)
    let bags = Dictionary(grouping: data.testExamples) { texts.seen($0).sorted() }
    #expect(bags.values.allSatisfy { bag in 2 * bag.count { texts.classIndex($0) == 1 } == bag.count })
  }

  @Test(arguments: [nil, ["C", "A"]]) func longRangeAsksForTheFirst(_ classes: [String]?) throws {
    let names = classes ?? ["A", "B", "C", "D"]
    for lag in [1, 20, 500] {
      let data = try SampleFiles.prepared(
        DataSelection(dataset: "long-range", classes: classes, count: 200, seed: 3, lag: lag))
      let texts = try texts(data)
      #expect(data.train.inputs.shape == [160, lag + 2] && data.train.classNames == names)
      #expect(data.train.tokens?.source.vocabulary.count == 1 + names.count + 8 + 1)
      for index in 0..<texts.count {
        let shown = texts.seen(index).map { texts.tokens.source.vocabulary.text(of: $0) }
        #expect(shown[0] == texts.answer(index) && shown.last == "?")
        #expect(shown[1...lag].allSatisfy { "abcdefgh".contains($0) })
      }
      #expect(data.train.classCounts == Array(repeating: 160 / names.count, count: names.count))
    }
    #expect(try SampleFiles.prepared(DataSelection(dataset: "long-range", seed: 3)).train.featureCount == 22)
  }

  @Test(arguments: [
    (
      DataSelection(dataset: "sentiment", count: 301, seed: 1),
      "count: found 301, needed a multiple of 2 from 2 to 10000 texts"
    ),
    (
      DataSelection(dataset: "sentiment", seed: 1, lag: 3),
      "lag: found a lag, needed none: sentiment holds no generated sequences"
    ),
    (
      DataSelection(dataset: "sentiment", noise: 0.1, seed: 1),
      "noise: found a noise, needed none: sentiment holds sentences"
    ),
    (DataSelection(dataset: "long-range", seed: 1, lag: 501), "lag: found 501, needed 1 to 500 steps"),
    (
      DataSelection(dataset: "long-range", classes: ["A", "E"], seed: 1),
      "classes: found \"E\", needed one of \"A\", \"B\", \"C\" or \"D\""
    ),
    (
      DataSelection(dataset: "long-range", features: ["word 0"], seed: 1),
      "features: found a choice of features, needed none: long-range holds whole texts"
    ),
  ]) func choicesThatDoNotFit(_ selection: DataSelection, _ message: String) throws {
    let error = #expect(throws: DataError.self) { try SampleFiles.prepared(selection) }
    #expect(error?.description == "\(selection.dataset), \(message).")
  }

  /// As many as one may ask for are found, and no two are the same.
  @Test func thereAreSentencesEnough() {
    let texts = Sentiment().texts(count: 10_000, lag: 1, classNames: ["negative", "positive"], seed: 9)
    #expect(Set(texts.map(\.tokens)).count == 10_000)
  }
}
