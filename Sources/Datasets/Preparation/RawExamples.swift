/// What a data set's examples were before anything was done to them: numbers, images as bytes, or words as letters.
public enum RawExamples: Hashable, Sendable {
  case numbers(Dataset)
  case images(LabeledImages)
  case words(LabeledWords)

  public var name: String {
    switch self {
    case .numbers(let dataset): dataset.name
    case .images(let images): images.name
    case .words(let words): words.name
    }
  }

  public var count: Int {
    switch self {
    case .numbers(let dataset): dataset.count
    case .images(let images): images.count
    case .words(let words): words.count
    }
  }

  public var featureNames: [String] {
    switch self {
    case .numbers(let dataset): dataset.featureNames
    case .images(let images): images.featureNames
    case .words(let words): words.alphabet.featureNames
    }
  }

  public var featureCount: Int {
    switch self {
    case .numbers(let dataset): dataset.featureCount
    case .images(let images): images.height * images.width
    case .words(let words): words.alphabet.numberCount
    }
  }

  /// None for a quantity.
  var classCount: Int {
    switch self {
    case .numbers(let dataset): dataset.classNames.count
    case .images(let images): images.classNames.count
    case .words(let words): words.classNames.count
    }
  }

  /// How many examples at the end are there for testing only; 0 when a split decides.
  public var testCount: Int {
    switch self {
    case .numbers, .words: 0
    case .images(let images): images.testCount
    }
  }

  /// The numbers of one example, row major.
  public func example(_ index: Int) -> [Float] {
    switch self {
    case .numbers(let dataset): Array(dataset.example(index))
    case .images(let images): images.example(index)
    case .words(let words): words.example(index)
    }
  }

  /// The class of one example, or nil for a quantity.
  public func classIndex(_ index: Int) -> Int? {
    switch self {
    case .numbers(let dataset): dataset.classIndex(index)
    case .images(let images): images.classIndex(index)
    case .words(let words): words.classIndex(index)
    }
  }

  /// The examples with these indices, in this order, as floats.
  public func selecting(examples: [Int]) -> Dataset {
    switch self {
    case .numbers(let dataset): dataset.selecting(examples: examples)
    case .images(let images): images.dataset(examples: examples)
    case .words(let words): words.dataset(examples: examples)
    }
  }

  /// All examples as floats.
  public var dataset: Dataset {
    switch self {
    case .numbers(let dataset): dataset
    case .images(let images): images.dataset()
    case .words(let words): words.dataset()
    }
  }

  /// The same as `selecting(examples:)`, left as they are; those for testing stay at the end.
  func selecting(_ examples: [Int]) -> RawExamples {
    switch self {
    case .numbers(let dataset): .numbers(dataset.selecting(examples: examples))
    case .images(let images): .images(images.selecting(examples))
    case .words(let words): .words(words.selecting(examples))
    }
  }

  func selecting(classes: [String]) throws(DataError) -> RawExamples {
    switch self {
    case .numbers(let dataset): .numbers(try dataset.selecting(classes: classes))
    case .images(let images): .images(try images.selecting(classes: classes))
    case .words(let words): .words(try words.selecting(classes: classes))
    }
  }

  func selecting(features: [String]) throws(DataError) -> RawExamples {
    switch self {
    case .numbers(let dataset): return .numbers(try dataset.selecting(features: features))
    case .images, .words:
      let what = if case .words = self { "words" } else { "images" }
      throw DataError(
        .wrongChoice, in: name, at: .choice("features"), found: "a choice of features",
        needed: "none: \(name) holds whole \(what)")
    }
  }
}
