import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a trained classifier gets wrong, and how much looking costs.
@Suite struct ClassificationTestTests {
  /// The losses of the samples, each by itself, have the whole part's loss as their mean.
  @Test(arguments: ["digits", "iris", "neuron", "xor"]) func lossesAddUp(_ name: String) throws {
    let setup =
      switch name {
      case "digits": try Setups.digits()
      case "iris": try Setups.iris()
      case "neuron": try Setups.neuron()
      default: try Setups.xor()
      }
    let timeline = try Timeline(setup)
    timeline.run(iterations: 15)
    for part in DataPart.allCases {
      let test = try #require(timeline.classificationTest(part))
      let data = part == .train ? setup.data.train : setup.data.test
      let score = try #require(timeline.predictor.score(data))
      #expect(test.testedCount == data.count && test.sampleCount == data.count)
      let mean = test.losses.reduce(0, +) / Double(test.losses.count)
      #expect(abs(mean - score.loss) < 1e-5 * max(score.loss, 1), "\(mean), \(score.loss)")
      let accuracy = Double(test.confusion.right) / Double(test.confusion.total)
      #expect(abs(accuracy - score.metric) < 1e-12)
      #expect(test.mistakes.count == test.confusion.total - test.confusion.right)
      #expect(test.completedIterations == 15)
    }
  }

  @Test func theWorstMistakesComeFirst() throws {
    let timeline = try Timeline(Setups.digits())
    timeline.run(iterations: 40)
    let test = try #require(timeline.classificationTest(.test))
    #expect(test.mistakes.count > 5)
    for (worse, better) in zip(test.mistakes, test.mistakes.dropFirst()) {
      #expect(test.losses[worse] >= test.losses[better])
    }
    for sample in test.mistakes { #expect(test.predicted[sample] != test.truths[sample]) }
    for sample in test.mistakes.prefix(5) {
      let probabilities = test.probabilities(of: sample)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
      #expect(test.likeliest(1, of: sample) == [test.predicted[sample]])
      // Cross-entropy of one sample is −ln of what the true class has.
      let truth = probabilities[probabilities.startIndex + test.truths[sample]]
      #expect(abs(test.losses[sample] + log(Double(truth))) < 1e-4)
    }
  }

  /// Each cell of the confusion matrix has as many samples as it says, and the cells are all samples.
  @Test func cellsHoldTheirSamples() throws {
    let timeline = try Timeline(Setups.digits())
    timeline.run(iterations: 30)
    let test = try #require(timeline.classificationTest(.test))
    var seen: Set<Int> = []
    for truth in 0..<10 {
      for predicted in 0..<10 {
        let samples = test.samples(truth: truth, predicted: predicted)
        #expect(samples.count == test.confusion.counts[truth][predicted])
        seen.formUnion(samples)
      }
      let ofClass = test.samples(truth: truth, predicted: nil)
      let recall = try #require(test.confusion.recall(of: truth))
      let right = ofClass.count { test.predicted[$0] == truth }
      #expect(recall == Double(right) / Double(ofClass.count))
    }
    #expect(seen.count == test.testedCount)
    #expect(test.samples(truth: nil, predicted: nil).count == test.testedCount)
  }

  @Test func aClassWithoutSamplesHasNoRecall() {
    let confusion = ConfusionMatrix(predictions: [1, 0, 0, 0, 1, 0], outputs: 3, targets: [0, 1], classCount: 3)
    #expect(confusion.recall(of: 0) == 1 && confusion.recall(of: 1) == 1 && confusion.recall(of: 2) == nil)
  }

  @Test func numbersToPredictAreNotClassified() throws {
    #expect(try Timeline(Setups.plane()).classificationTest(.test) == nil)
  }

  // MARK: Beside a run

  /// A run that goes on by itself is not tested for every picture; one that stands still always is.
  @Test func testsOfARunningNetworkMayBeOld() throws {
    let session = TrainerSession()
    session.perform(.load(try Setups.digits()))
    var request = SnapshotRequest()
    request.tests = [.test]
    session.perform(.request(request))
    func tested() throws -> Int { try #require(session.snapshot()?.tests[.test]).completedIterations }
    #expect(try tested() == 0)
    session.perform(.play(.fullSpeed))
    var ages: Set<Int> = []
    var made: Set<Int> = []
    for _ in 0..<60 {
      session.run(iterations: 1)
      let snapshot = try #require(session.snapshot())
      let test = try #require(snapshot.tests[.test])
      ages.insert(snapshot.completedIterations - test.completedIterations)
      made.insert(test.completedIterations)
    }
    // 359 test samples forwards, four times over, are about 16 iterations of 32 samples both ways.
    #expect(made.count > 2 && made.count < 10, "\(made)")
    #expect((ages.max() ?? 0) > 5)
    session.perform(.pause)
    #expect(try tested() == 60)
    session.perform(.stepBack(.iteration))
    #expect(try tested() == 59)
  }

  @Test func nothingIsComputedUnasked() throws {
    let session = TrainerSession()
    session.perform(.load(try Setups.digits()))
    session.perform(.step(.epoch))
    let snapshot = try #require(session.snapshot())
    #expect(snapshot.tests.isEmpty && snapshot.image == nil)
  }

  /// Looking leaves the run's bits alone.
  @Test func testsDisturbNothing() throws {
    func run(_ looks: Bool) throws -> Bits {
      let session = TrainerSession()
      session.perform(.load(try Setups.digits()))
      var request = SnapshotRequest()
      request.tests = [.train, .test]
      request.image = ImageRequest(pixels: Array(repeating: 0.5, count: 64))
      if looks { session.perform(.request(request)) }
      for _ in 0..<30 {
        session.perform(.step(.operation))
        if looks { _ = session.snapshot() }
      }
      return Bits(try #require(session.timeline))
    }
    #expect(try run(true) == run(false))
  }
}
