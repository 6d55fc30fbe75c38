public import TensorMath

/// Makes sequences in which something early decides what is to be told at the end: tasks for the memory of a network.
///
/// The lag says for how many steps it must be kept in mind. What the sequences say, what stands between, and noise come
/// from separate random streams: more noise disturbs the same sequences.
public protocol SequenceGenerator: Sendable {
  /// The name that lessons use.
  var name: String { get }
  /// What is to be remembered, in one sentence, and what somebody gets who remembers nothing.
  var summary: String { get }
  /// What there is to tell apart, of which lessons may choose some; none for a quantity.
  var classNames: [String] { get }
  /// What is added where nothing is said, from 0 to 0.5.
  var usualNoise: Float { get }
  /// What stands in each step, where there are these classes.
  func channels(classes: [String]) -> [String]
  /// The task of a network where there are these classes.
  func task(classes: [String]) -> Dataset.Task
  /// One sequence of `lag` + 2 steps, step by step, each as long as there are channels.
  ///
  /// - Parameter index: its place in the data set, which decides on its class, so that all are as frequent.
  func sequence(_ index: Int, lag: Int, noise: Float, classes: Int, random: inout SequenceRandomness)
    -> GeneratedSequence
}

/// A sequence with its target: a class index, or a number.
public struct GeneratedSequence: Hashable, Sendable {
  public let numbers: [Float]
  public let target: Float
}

/// The random streams of a generator of sequences.
public struct SequenceRandomness: Hashable, Sendable {
  public var content: RandomSource
  public var distractors: RandomSource
  public var noise: RandomSource

  public init(seed: UInt64) {
    content = RandomSource(seed: seed, purpose: "sequence content")
    distractors = RandomSource(seed: seed, purpose: "sequence distractors")
    noise = RandomSource(seed: seed, purpose: "sequence noise")
  }
}

extension SequenceGenerator {
  /// Inputs [count, lag + 2, channels].
  ///
  /// - Parameter classes: two or more of ``classNames``; ignored for a quantity.
  func dataset(count: Int, lag: Int, noise: Float, classes: [String], seed: UInt64) -> Dataset {
    precondition(count > 0 && lag > 0, "sequences are made of steps, found \(count) with a lag of \(lag)")
    var random = SequenceRandomness(seed: seed)
    let (channels, steps) = (channels(classes: classes), lag + 2)
    var (numbers, targets): ([Float], [Float]) = ([], [])
    numbers.reserveCapacity(count * steps * channels.count)
    for index in 0..<count {
      let sequence = sequence(index, lag: lag, noise: noise, classes: max(classes.count, 1), random: &random)
      precondition(sequence.numbers.count == steps * channels.count, "\(name): a sequence of \(steps) steps")
      numbers += sequence.numbers
      targets.append(sequence.target)
    }
    let task = task(classes: classes)
    let targetShape: Shape = if case .classification = task { [count] } else { [count, 1] }
    return Dataset(
      name: name, inputs: Tensor([count, steps, channels.count], numbers), targets: Tensor(targetShape, targets),
      featureNames: (0..<steps).flatMap { step in channels.map { "\(step):\($0)" } }, task: task,
      source: "generated: \(name), \(count) sequences, lag \(lag), noise \(noise), seed \(seed)")
  }

  public func task(classes: [String]) -> Dataset.Task {
    classes.count == 2 ? .binaryClassification(classNames: classes) : .classification(classNames: classes)
  }
}
