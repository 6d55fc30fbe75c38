import TensorMath

/// Cuts a data set into a training part and a test part, at random but the same for the same seed.
///
/// Classes keep their shares in both parts (a stratified split); every example lands in exactly one.
/// Both parts come out in random order, so that batches are mixed even when nothing shuffles them later.
/// Where a data set has examples for testing of its own, nothing else is tested on: the share is then drawn from
/// the others, and what is not drawn is left out.
public struct Split: Hashable, Sendable {
  /// The share of the examples to train on, above 0 and up to 1. With 1 nothing is left to test on.
  public let trainShare: Double
  public let seed: UInt64

  public init(trainShare: Double = 0.8, seed: UInt64) {
    precondition(trainShare > 0 && trainShare <= 1, "the train share is above 0 and up to 1, found \(trainShare)")
    self.trainShare = trainShare
    self.seed = seed
  }

  /// Which examples of a data set are trained on and which are tested on: indices into the data set.
  public struct Parts: Hashable, Sendable {
    public let train: [Int]
    public let test: [Int]
  }

  public func parts(of dataset: Dataset) -> Parts { parts(of: .numbers(dataset)) }

  public func parts(of examples: RawExamples) -> Parts {
    var random = RandomSource(seed: seed, purpose: "split")
    let own = examples.count - examples.testCount
    let count = Int((trainShare * Double(own)).rounded())
    let keepsBoth = trainShare < 1 && examples.testCount == 0
    let (train, test) = StratifiedDraw(examples, count: own).draw(count, keepsBoth: keepsBoth, using: &random)
    return Parts(train: train, test: examples.testCount > 0 ? Array(own..<examples.count) : test)
  }
}
