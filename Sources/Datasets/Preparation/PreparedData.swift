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
  /// What is forecast, where the examples are windows of a series; nil for all other data.
  public let forecast: ForecastTask?

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

  /// - Parameter shift: by how many pixels test images are moved right and down; `raw` stays as it is.
  public init(_ raw: RawExamples, split: Split, preparation: Preparation = .standardize, shift: Int = 0) {
    self.init(raw, split.parts(of: raw), preparation: preparation, shift: shift)
  }

  /// The same with parts that were found in another way.
  init(_ raw: RawExamples, _ parts: Split.Parts, preparation: Preparation, shift: Int = 0) {
    self.raw = raw
    forecast = nil
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
        // Letters are 0 or 1, and kept so.
        if case .words(let words) = raw, divisor == 1 { return words.dataset(examples: examples) }
        // Tokens are numbers of rows in a table.
        if case .texts(let texts) = raw, divisor == 1 { return texts.dataset(examples: examples) }
        return raw.selecting(examples: examples).prepared(by: standardization)
      }
      train = prepared(parts.train)
      test =
        shift == 0
        ? prepared(parts.test)
        : raw.selecting(examples: parts.test).shifted(by: shift).prepared(by: standardization)
    } else {
      let rawTrain = raw.selecting(examples: parts.train)
      standardization = Standardization(fittedTo: rawTrain.inputs)
      train = rawTrain.prepared(by: standardization)
      test = raw.selecting(examples: parts.test).shifted(by: shift).prepared(by: standardization)
    }
  }

  /// Windows of a series in the order of time: those that forecast rows before the first one tested on are trained on.
  /// Inputs and targets are standardized alike.
  init(_ windows: Dataset, _ forecast: ForecastTask, standardization: Standardization) {
    func prepared(_ examples: [Int]) -> Dataset {
      let part = windows.selecting(examples: examples)
      return part.replacing(
        inputs: standardization.apply(part.inputs), targets: forecast.targetStandardization.apply(part.targets))
    }
    raw = .numbers(windows)
    self.forecast = forecast
    self.standardization = standardization
    trainExamples = forecast.targetRows.indices.filter { forecast.targetRows[$0] < forecast.firstTestRow }
    testExamples = Array(trainExamples.count..<windows.count)
    train = prepared(trainExamples)
    test = prepared(testExamples)
  }

  /// Another one with some parts changed.
  init(
    _ other: PreparedData, train: Dataset, test: Dataset? = nil, trainExamples: [Int]? = nil,
    standardization: Standardization? = nil
  ) {
    raw = other.raw
    forecast = other.forecast
    self.trainExamples = trainExamples ?? other.trainExamples
    testExamples = other.testExamples
    self.standardization = standardization ?? other.standardization
    self.train = train
    self.test = test ?? other.test
  }

  /// The same with other training samples in the place of these.
  func replacing(train: Dataset) -> PreparedData { PreparedData(self, train: train) }
}

extension Dataset {
  /// The same examples as the network sees them. What a filter makes of pictures is made of the prepared ones.
  fileprivate func prepared(by standardization: Standardization) -> Dataset {
    let prepared = standardization.apply(inputs)
    guard case .filteredImages(let filter) = task else { return replacing(inputs: prepared) }
    return replacing(inputs: prepared, targets: filter.applied(to: prepared))
  }
}
