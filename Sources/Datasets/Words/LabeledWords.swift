import TensorMath

/// Words, each of a class, to be read letter by letter.
///
/// Letters are kept as their places in the alphabet, a byte each: as numbers for a network, a word takes
/// 4 · steps · letters bytes, of which all but a few are zeros.
public struct LabeledWords: Hashable, Sendable {
  public let name: String
  /// Where they came from, in words.
  public let source: String
  /// That of all files, also where only some classes are chosen: networks and their weights fit both.
  public let alphabet: WordAlphabet
  /// What the labels 0, 1, 2, … stand for.
  public let classNames: [String]
  /// Of each word the places of its letters in the alphabet.
  let words: [ArraySlice<UInt8>]
  let labels: [UInt8]

  init(
    name: String, source: String, alphabet: WordAlphabet, classNames: [String], words: [ArraySlice<UInt8>],
    labels: [UInt8]
  ) {
    self.name = name
    self.source = source
    self.alphabet = alphabet
    self.classNames = classNames
    self.words = words
    self.labels = labels
  }

  public var count: Int { words.count }

  public func classIndex(_ index: Int) -> Int { Int(labels[index]) }

  /// Its letters as places in the alphabet.
  public func places(_ index: Int) -> [Int] { words[index].map { Int($0) } }

  /// The word itself.
  public func word(_ index: Int) -> String { String(words[index].map { alphabet.letters[Int($0)] }) }

  /// Its numbers, step by step.
  public func example(_ index: Int) -> [Float] { alphabet.numbers(places(index)) }

  /// Floats for all words, or for some in an order: inputs [count, steps, letters].
  public func dataset(examples: [Int]? = nil) -> Dataset {
    let examples = examples ?? Array(0..<count)
    let (steps, width) = (alphabet.steps, alphabet.letters.count)
    var numbers = [Float](repeating: 0, count: examples.count * steps * width)
    for (row, index) in examples.enumerated() {
      let start = row * steps + steps - words[index].count
      for (step, place) in words[index].enumerated() { numbers[(start + step) * width + Int(place)] = 1 }
    }
    let isBinary = classNames.count == 2
    return Dataset(
      name: name, inputs: Tensor([examples.count, steps, width], numbers),
      targets: Tensor(isBinary ? [examples.count, 1] : [examples.count], examples.map { Float(labels[$0]) }),
      featureNames: alphabet.featureNames,
      task: isBinary ? .binaryClassification(classNames: classNames) : .classification(classNames: classNames),
      source: source)
  }

  /// Some of the words, in this order.
  func selecting(_ examples: [Int]) -> LabeledWords {
    LabeledWords(
      name: name, source: source, alphabet: alphabet, classNames: classNames, words: examples.map { words[$0] },
      labels: examples.map { labels[$0] })
  }

  /// The words of some classes, which get the indices 0, 1, … in the order asked for.
  func selecting(classes: [String]) throws(DataError) -> LabeledWords {
    let chosen = try Dataset.indices(ofClasses: classes, among: classNames, in: name)
    let newLabels = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, UInt8($0)) })
    let kept = (0..<count).filter { newLabels[Int(labels[$0])] != nil }
    return LabeledWords(
      name: name, source: source, alphabet: alphabet, classNames: classes, words: kept.map { words[$0] },
      labels: kept.compactMap { newLabels[Int(labels[$0])] })
  }
}
