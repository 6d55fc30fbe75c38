/// A data set made ready for a network: split, and its inputs brought to a comparable size.
///
/// The raw data set and the standardization are kept, so that a learner can be shown 181 mm where
/// the network sees −1.42: `raw.example(trainExamples[i])` is what `train.example(i)` was made from.
/// Images are kept as the bytes they were read from, a quarter of what they are as floats.
public struct PreparedData: Hashable, Sendable {
  public let raw: RawExamples
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
    self.init(.numbers(dataset), split: split, preparation: preparation)
  }

  public init(_ raw: RawExamples, split: Split, preparation: Preparation = .standardize) {
    let parts = split.parts(of: raw)
    self.raw = raw
    trainExamples = parts.train
    testExamples = parts.test
    let divisor: Float? =
      switch preparation {
      case .standardize: nil
      case .divide(let divisor): divisor
      case .keep: 1
      }
    if let divisor {
      let standardization = Standardization(dividingBy: divisor, featureCount: raw.featureCount)
      self.standardization = standardization
      func prepared(_ examples: [Int]) -> Dataset {
        // All pixels are treated alike, so that bytes become prepared floats without raw ones in between.
        if case .images(let images) = raw {
          return images.dataset(examples: examples) { standardization.apply($0, feature: 0) }
        }
        return Self.applying(standardization, to: raw.selecting(examples: examples))
      }
      train = prepared(parts.train)
      test = prepared(parts.test)
    } else {
      let rawTrain = raw.selecting(examples: parts.train)
      standardization = Standardization(fittedTo: rawTrain.inputs)
      train = Self.applying(standardization, to: rawTrain)
      test = Self.applying(standardization, to: raw.selecting(examples: parts.test))
    }
  }

  private static func applying(_ standardization: Standardization, to part: Dataset) -> Dataset {
    part.replacing(inputs: standardization.apply(part.inputs))
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
