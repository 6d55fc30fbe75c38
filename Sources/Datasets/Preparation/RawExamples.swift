/// What a data set's examples were before anything was done to them: numbers, or images as bytes.
public enum RawExamples: Hashable, Sendable {
  case numbers(Dataset)
  case images(LabeledImages)

  public var name: String {
    switch self {
    case .numbers(let dataset): dataset.name
    case .images(let images): images.name
    }
  }

  public var count: Int {
    switch self {
    case .numbers(let dataset): dataset.count
    case .images(let images): images.count
    }
  }

  public var featureNames: [String] {
    switch self {
    case .numbers(let dataset): dataset.featureNames
    case .images(let images): images.featureNames
    }
  }

  public var featureCount: Int {
    switch self {
    case .numbers(let dataset): dataset.featureCount
    case .images(let images): images.height * images.width
    }
  }

  /// None for a quantity.
  var classCount: Int {
    switch self {
    case .numbers(let dataset): dataset.classNames.count
    case .images(let images): images.classNames.count
    }
  }

  /// How many examples at the end are there for testing only; 0 when a split decides.
  public var testCount: Int {
    switch self {
    case .numbers: 0
    case .images(let images): images.testCount
    }
  }

  /// The numbers of one example, row major.
  public func example(_ index: Int) -> [Float] {
    switch self {
    case .numbers(let dataset): Array(dataset.example(index))
    case .images(let images): images.example(index)
    }
  }

  /// The class of one example, or nil for a quantity.
  public func classIndex(_ index: Int) -> Int? {
    switch self {
    case .numbers(let dataset): dataset.classIndex(index)
    case .images(let images): images.classIndex(index)
    }
  }

  /// The examples with these indices, in this order, as floats.
  public func selecting(examples: [Int]) -> Dataset {
    switch self {
    case .numbers(let dataset): dataset.selecting(examples: examples)
    case .images(let images): images.dataset(examples: examples)
    }
  }

  /// All examples as floats.
  public var dataset: Dataset {
    switch self {
    case .numbers(let dataset): dataset
    case .images(let images): images.dataset()
    }
  }

  /// The same as `selecting(examples:)`, left as they are; those for testing stay at the end.
  func selecting(_ examples: [Int]) -> RawExamples {
    switch self {
    case .numbers(let dataset): .numbers(dataset.selecting(examples: examples))
    case .images(let images): .images(images.selecting(examples))
    }
  }

  func selecting(classes: [String]) throws(DataError) -> RawExamples {
    switch self {
    case .numbers(let dataset): .numbers(try dataset.selecting(classes: classes))
    case .images(let images): .images(try images.selecting(classes: classes))
    }
  }

  func selecting(features: [String]) throws(DataError) -> RawExamples {
    switch self {
    case .numbers(let dataset): return .numbers(try dataset.selecting(features: features))
    case .images:
      throw DataError(
        .wrongChoice, in: name, at: .choice("features"), found: "a choice of features",
        needed: "none: \(name) holds whole images")
    }
  }
}
