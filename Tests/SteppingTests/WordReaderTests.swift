import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

/// A word through a network that reads letters, and what it would say after each of them.
@Suite struct WordReaderTests {
  private static func setup(classes: [String]?, type: String = "gru") throws -> TrainingSetup {
    let outputs = classes?.count == 2 ? 1 : classes?.count ?? 6
    let first =
      type == "dense"
      ? LayerDescription.dense("reader", units: 5, activation: "tanh")
      : LayerDescription(type: type, name: "reader", settings: ["units": "5"])
    let model = ModelDescription(
      inputCount: 616, layers: [first, .dense("output", units: outputs)],
      loss: outputs == 1 ? "binary-cross-entropy" : "softmax-cross-entropy")
    return try TrainingSetup(
      TrainingConfiguration(
        model: model, optimizer: OptimizerDescription("adam"), learningRate: 0.02, batchSize: 16),
      data: Setups.prepared(DataSelection(dataset: "words", classes: classes, count: 120, seed: 4)))
  }

  private static func words(_ setup: TrainingSetup) throws -> LabeledWords {
    guard case .words(let words) = setup.data.raw else { throw NoWords() }
    return words
  }

  private struct NoWords: Error {}

  /// Having read all letters, the network says what it says of the sample in a test of all samples.
  @Test(arguments: [nil, ["Dutch", "Polish"]], ["gru", "lstm", "recurrent", "dense"])
  func theEndIsTheTest(_ classes: [String]?, _ type: String) throws {
    let setup = try Self.setup(classes: classes, type: type)
    let words = try Self.words(setup)
    let timeline = try Timeline(setup)
    timeline.run(iterations: 12)
    let test = try #require(timeline.classificationTest(.test))
    for sample in 0..<test.testedCount {
      let places = words.places(setup.data.testExamples[sample])
      let reading = try #require(timeline.reading(WordRequest(places: places)))
      #expect(reading.letterCount == places.count && reading.completedIterations == 12)
      let last = reading.probabilities(after: places.count - 1)
      for (mine, theirs) in zip(last, test.probabilities(of: sample)) { #expect(abs(mine - theirs) < 1e-5) }
      #expect(reading.predicted.last == test.predicted[sample])
    }
  }

  /// What is said after three letters is what is said of the word of these three.
  @Test func aBeginningIsAWord() throws {
    let setup = try Self.setup(classes: nil)
    let timeline = try Timeline(setup)
    timeline.run(iterations: 20)
    let alphabet = try Self.words(setup).alphabet
    let places = try alphabet.places(of: "wszystko")
    let whole = try #require(timeline.reading(WordRequest(places: places)))
    #expect(Set((0..<8).map { whole.probabilities(after: $0) }).count == 8)
    for letter in 0..<8 {
      let beginning = Array(places.prefix(letter + 1))
      let part = try #require(timeline.reading(WordRequest(places: beginning)))
      #expect(part.probabilities(after: letter) == whole.probabilities(after: letter))
      // And it is what a forward pass over these numbers gives.
      let row = timeline.predictor.predictions(features: alphabet.numbers(beginning))
      for (mine, theirs) in zip(part.probabilities(after: letter), row) { #expect(abs(mine - theirs) < 1e-5) }
    }
  }

  @Test func lookingLeavesTheRunAlone() throws {
    let (looked, other) = (try Timeline(Self.setup(classes: nil)), try Timeline(Self.setup(classes: nil)))
    for _ in 0..<6 {
      looked.run(iterations: 1)
      other.run(iterations: 1)
      #expect(looked.reading(WordRequest(places: [0, 4, 8])) != nil)
    }
    #expect(Bits(looked).differences(from: Bits(other)) == [])
  }

  /// The answer follows the parameters, also when the run goes back.
  @Test func theAnswerIsThatOfNow() throws {
    let timeline = try Timeline(Self.setup(classes: ["French", "Spanish", "Dutch"]))
    let request = WordRequest(places: [1, 2, 3])
    let before = try #require(timeline.reading(request))
    timeline.run(iterations: 3)
    #expect(try #require(timeline.reading(request)).probabilities != before.probabilities)
    timeline.go(toIteration: 0)
    #expect(timeline.reading(request) == before)
  }

  @Test func whatIsNoWordIsNotRead() throws {
    let timeline = try Timeline(Self.setup(classes: nil))
    #expect(timeline.reading(WordRequest(places: [])) == nil)
    #expect(timeline.reading(WordRequest(places: [56])) == nil && timeline.reading(WordRequest(places: [-1])) == nil)
    #expect(timeline.reading(WordRequest(places: Array(repeating: 0, count: 12))) == nil)
    #expect(try Timeline(Setups.digits()).reading(WordRequest(places: [0])) == nil)
  }
}
