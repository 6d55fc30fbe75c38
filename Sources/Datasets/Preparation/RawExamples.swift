/// What a data set's examples were before anything was done to them: numbers, images as bytes, words
/// as letters, or texts as tokens.
public enum RawExamples: Hashable, Sendable {
  case numbers(Dataset)
  case images(LabeledImages)
  case words(LabeledWords)
  case texts(TokenizedTexts)

  public var name: String {
    switch self {
    case .numbers(let dataset): dataset.name
    case .images(let images): images.name
    case .words(let words): words.name
    case .texts(let texts): texts.name
    }
  }

  public var count: Int {
    switch self {
    case .numbers(let dataset): dataset.count
    case .images(let images): images.count
    case .words(let words): words.count
    case .texts(let texts): texts.count
    }
  }

  public var featureNames: [String] {
    switch self {
    case .numbers(let dataset): dataset.featureNames
    case .images(let images): images.featureNames
    case .words(let words): words.alphabet.featureNames
    case .texts(let texts): texts.tokens.featureNames
    }
  }

  public var featureCount: Int {
    switch self {
    case .numbers(let dataset): dataset.featureCount
    case .images(let images): images.height * images.width
    case .words(let words): words.alphabet.numberCount
    case .texts(let texts): texts.tokens.positionCount
    }
  }

  /// How many classes there are of which each example is one; none for anything else.
  var classCount: Int {
    switch self {
    case .numbers(let dataset): dataset.hasOneClassEach ? dataset.classNames.count : 0
    case .images(let images): images.classNames.count
    case .words(let words): words.classNames.count
    case .texts(let texts): texts.labels.isEmpty ? 0 : texts.classNames.count
    }
  }

  /// How many examples at the end are there for testing only; 0 when a split decides.
  public var testCount: Int {
    switch self {
    case .numbers, .words, .texts: 0
    case .images(let images): images.testCount
    }
  }

  /// The numbers of one example, row major.
  public func example(_ index: Int) -> [Float] {
    switch self {
    case .numbers(let dataset): Array(dataset.example(index))
    case .images(let images): images.example(index)
    case .words(let words): words.example(index)
    case .texts(let texts): texts.example(index)
    }
  }

  /// The class of one example, or nil for a quantity.
  public func classIndex(_ index: Int) -> Int? {
    switch self {
    case .numbers(let dataset): dataset.classIndex(index)
    case .images(let images): images.classIndex(index)
    case .words(let words): words.classIndex(index)
    case .texts(let texts): texts.classIndex(index)
    }
  }

  /// The examples with these indices, in this order, as floats.
  public func selecting(examples: [Int]) -> Dataset {
    switch self {
    case .numbers(let dataset): dataset.selecting(examples: examples)
    case .images(let images): images.dataset(examples: examples)
    case .words(let words): words.dataset(examples: examples)
    case .texts(let texts): texts.dataset(examples: examples)
    }
  }

  /// All examples as floats.
  public var dataset: Dataset {
    switch self {
    case .numbers(let dataset): dataset
    case .images(let images): images.dataset()
    case .words(let words): words.dataset()
    case .texts(let texts): texts.dataset()
    }
  }

  /// The same as `selecting(examples:)`, left as they are; those for testing stay at the end.
  func selecting(_ examples: [Int]) -> RawExamples {
    switch self {
    case .numbers(let dataset): .numbers(dataset.selecting(examples: examples))
    case .images(let images): .images(images.selecting(examples))
    case .words(let words): .words(words.selecting(examples))
    case .texts(let texts): .texts(texts.selecting(examples))
    }
  }

  func selecting(classes: [String]) throws(DataError) -> RawExamples {
    switch self {
    case .numbers(let dataset): .numbers(try dataset.selecting(classes: classes))
    case .images(let images): .images(try images.selecting(classes: classes))
    case .words(let words): .words(try words.selecting(classes: classes))
    case .texts(let texts): .texts(try texts.selecting(classes: classes))
    }
  }

  func selecting(features: [String]) throws(DataError) -> RawExamples {
    switch self {
    case .numbers(let dataset): return .numbers(try dataset.selecting(features: features))
    case .images, .words, .texts:
      let what =
        switch self {
        case .words: "words"
        case .texts: "texts"
        default: "images"
        }
      throw DataError(
        .wrongChoice, in: name, at: .choice("features"), found: "a choice of features",
        needed: "none: \(name) holds whole \(what)")
    }
  }
}
