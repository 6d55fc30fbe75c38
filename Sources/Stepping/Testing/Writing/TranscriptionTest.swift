import Datasets
import NeuralNet
import TensorMath

/// What a network writes of itself, against what is right: the most probable token at each position, from its own
/// tokens before it, while losses and accuracies are told the right ones (teacher forcing).
public struct TranscriptionTest: Hashable, Sendable {
  /// A sample of the test part with what was written, without start and end.
  public struct Case: Hashable, Sendable {
    public let sample: Int
    public let written: [Int]
    public let truth: [Int]
    public var isRight: Bool { written == truth }
  }

  public let cases: [Case]
  /// How many tokens would have to be changed, put in or taken away, over how many there are to write.
  public let errorRate: Double

  /// The share of sequences that are right from the first token to the last.
  public var sequenceAccuracy: Double {
    cases.isEmpty ? .nan : Double(cases.count { $0.isRight }) / Double(cases.count)
  }

  /// Nil where no sequence is to be written from another.
  public init?(of machine: TrainingMachine, _ predictor: Predictor) {
    let data = machine.setup.data
    guard case .transcription = data.test.task, let tokens = data.test.tokens, let target = tokens.target,
      data.test.count > 0
    else { return nil }
    predictor.adopt(machine)
    let (first, width) = (tokens.source.length, tokens.positionCount)
    let vocabulary = target.vocabulary
    var rows = data.test.inputs.values
    let count = data.test.count
    for sample in 0..<count {
      for place in 1..<target.length { rows[sample * width + first + place] = Float(Vocabulary.padding) }
    }
    var written = [[Int]](repeating: [], count: count)
    var open = Array(0..<count)
    for place in 0..<target.length where !open.isEmpty {
      let features = open.flatMap { rows[$0 * width..<($0 + 1) * width] }
      let predictions = predictor.predictions(features: features)
      guard predictions.count == open.count * target.length * vocabulary.count else { return nil }
      var next: [Int] = []
      for (index, sample) in open.enumerated() {
        let start = (index * target.length + place) * vocabulary.count
        let token = Accuracy.predictedClass(predictions[start..<start + vocabulary.count])
        if token == vocabulary.end { continue }
        written[sample].append(token)
        guard place + 1 < target.length else { continue }
        rows[sample * width + first + place + 1] = Float(token)
        next.append(sample)
      }
      open = next
    }
    var (errors, total) = (0, 0)
    cases = (0..<count).map { sample in
      let asked = data.test.targets.values[sample * target.length..<(sample + 1) * target.length]
      let truth = asked.map { Int($0) }.filter { $0 > 0 && $0 != vocabulary.end }
      errors += Self.distance(written[sample], truth)
      total += truth.count
      return Case(sample: sample, written: written[sample], truth: truth)
    }
    errorRate = Double(errors) / Double(max(total, 1))
  }

  /// How many tokens have to be changed, put in or taken away to make one sequence of the other (Levenshtein 1966).
  static func distance(_ a: [Int], _ b: [Int]) -> Int {
    var row = Array(0...b.count)
    for (i, token) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (token == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}

extension Timeline {
  /// Loss and metric of the network as it is now.
  public func currentEvaluation() -> EvaluationPoint? {
    predictor.adopt(machine)
    return predictor.evaluation(completedIterations: completedIterations)
  }

  /// What the network writes of itself on the test part; nil where nothing is to be written.
  public func transcriptionTest() -> TranscriptionTest? { TranscriptionTest(of: machine, predictor) }
}
