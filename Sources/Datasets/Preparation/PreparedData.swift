/// A data set made ready for a network: split, and its inputs brought to a comparable size.
///
/// The raw data set and the standardization are kept, so that a learner can be shown 181 mm where
/// the network sees −1.42: `raw.example(trainExamples[i])` is what `train.example(i)` was made from.
public struct PreparedData: Hashable, Sendable {
  public let raw: Dataset
  /// For each example of `train` and of `test`, its index in `raw`.
  public let trainExamples: [Int]
  public let testExamples: [Int]
  /// Fitted to the training part only.
  public let standardization: Standardization
  public let train: Dataset
  public let test: Dataset

  /// What is done to the inputs.
  public enum Preparation: Hashable, Sendable {
    /// Each feature to mean 0 and standard deviation 1 over the training part.
    case standardize
    /// Every number divided by one number, as pixels by their largest value.
    case divide(by: Float)
    /// Nothing: the network sees the raw numbers.
    case keep
  }

  public init(_ dataset: Dataset, split: Split, preparation: Preparation = .standardize) {
    let parts = split.parts(of: dataset)
    let rawTrain = dataset.selecting(examples: parts.train)
    let rawTest = dataset.selecting(examples: parts.test)
    let standardization =
      switch preparation {
      case .standardize: Standardization(fittedTo: rawTrain.inputs)
      case .divide(let divisor): Standardization(dividingBy: divisor, featureCount: dataset.featureCount)
      case .keep: Standardization(dividingBy: 1, featureCount: dataset.featureCount)
      }
    raw = dataset
    trainExamples = parts.train
    testExamples = parts.test
    self.standardization = standardization
    train = rawTrain.replacing(inputs: standardization.apply(rawTrain.inputs))
    test = rawTest.replacing(inputs: standardization.apply(rawTest.inputs))
  }

  /// Another one with some parts changed.
  init(
    _ other: PreparedData, train: Dataset, test: Dataset? = nil, trainExamples: [Int]? = nil,
    standardization: Standardization? = nil
  ) {
    raw = other.raw
    self.trainExamples = trainExamples ?? other.trainExamples
    testExamples = other.testExamples
    self.standardization = standardization ?? other.standardization
    self.train = train
    self.test = test ?? other.test
  }

  /// The same with other training samples in the place of these.
  func replacing(train: Dataset) -> PreparedData { PreparedData(self, train: train) }
}
