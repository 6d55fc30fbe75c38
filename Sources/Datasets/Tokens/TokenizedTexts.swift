import TensorMath

/// Texts as token numbers, and what is to be told about them.
///
/// Numbers are kept as two bytes each, without padding; only what a network trains and tests on becomes floats.
public struct TokenizedTexts: Hashable, Sendable {
  public let name: String
  /// Where they came from, in words.
  public let source: String
  public let tokens: SampleTokens
  public let question: Question

  /// What is asked about a text.
  public enum Question: Hashable, Sendable {
    /// Which class it is of.
    case classes([String])
    /// What comes next, at each of its tokens: a text is kept with one token more than is seen.
    case nextToken
    /// Another sequence, token by token, from the text and what was told so far.
    case transcription
  }

  /// Of each text its tokens; where the next one is asked for, the last of them is told and not seen.
  let texts: [ArraySlice<UInt16>]
  /// Of a transcription what it leads to, with start and end; else empty.
  let answers: [ArraySlice<UInt16>]
  /// Where classes are asked for, the class of each text; else empty.
  let labels: [UInt16]

  init(
    name: String, source: String, tokens: SampleTokens, question: Question, texts: [ArraySlice<UInt16>],
    answers: [ArraySlice<UInt16>] = [], labels: [UInt16] = []
  ) {
    precondition(answers.isEmpty || answers.count == texts.count, "one answer for each text")
    precondition(labels.isEmpty || labels.count == texts.count, "one label for each text")
    self.name = name
    self.source = source
    self.tokens = tokens
    self.question = question
    self.texts = texts
    self.answers = answers
    self.labels = labels
  }

  public var count: Int { texts.count }

  /// Whether there are texts with fewer tokens than positions.
  public var hasPadding: Bool { texts.contains { $0.count < tokens.source.length } }

  /// What there is to tell apart: the classes, or the tokens that may come.
  public var classNames: [String] {
    switch question {
    case .classes(let names): names
    case .nextToken, .transcription: tokens.told.vocabulary.tokens
    }
  }

  /// The class of a text; nil where none is asked for.
  public func classIndex(_ index: Int) -> Int? { labels.isEmpty ? nil : Int(labels[index]) }

  /// The tokens that are seen of a text, cut where there are no more positions; without padding.
  public func seen(_ index: Int) -> [Int] { read(index).map { Int($0) } }

  private func read(_ index: Int) -> ArraySlice<UInt16> {
    (question == .nextToken ? texts[index].dropLast() : texts[index]).prefix(tokens.source.length)
  }

  /// The text as it is read: all of it that is kept, and of a transcription its source.
  public func text(_ index: Int) -> String { tokens.source.vocabulary.text(of: texts[index].map { Int($0) }) }

  /// What is to be told, as it is read: the name of a class, or a sequence.
  public func answer(_ index: Int) -> String {
    switch question {
    case .classes(let names): names[Int(labels[index])]
    case .nextToken: tokens.told.vocabulary.text(of: texts[index].dropFirst().map { Int($0) })
    case .transcription: tokens.told.vocabulary.text(of: answers[index].map { Int($0) })
    }
  }

  /// Its numbers, position by position.
  public func example(_ index: Int) -> [Float] {
    var numbers = [Float](repeating: Float(Vocabulary.padding), count: tokens.positionCount)
    write(index, into: &numbers, at: 0)
    return numbers
  }

  private func write(_ index: Int, into numbers: inout [Float], at start: Int) {
    for (position, token) in read(index).enumerated() { numbers[start + position] = Float(token) }
    guard question == .transcription, let target = tokens.target else { return }
    for (position, token) in answers[index].dropLast().prefix(target.length).enumerated() {
      numbers[start + tokens.source.length + position] = Float(token)
    }
  }

  /// What is to be told at each position; −1 where nothing is asked.
  private func targets(_ index: Int) -> [Float] {
    let length = tokens.told.length
    let told = (question == .nextToken ? texts[index] : answers[index]).dropFirst().prefix(length)
    return told.map { Float($0) } + [Float](repeating: -1, count: length - told.count)
  }

  /// Floats for all texts, or for some in an order: inputs [count, positions].
  public func dataset(examples: [Int]? = nil) -> Dataset {
    let examples = examples ?? Array(0..<count)
    let positions = tokens.positionCount
    var numbers = [Float](repeating: Float(Vocabulary.padding), count: examples.count * positions)
    for (row, index) in examples.enumerated() { write(index, into: &numbers, at: row * positions) }
    let task: Dataset.Task
    let answers: Tensor
    switch question {
    case .classes(let names):
      task = names.count == 2 ? .binaryClassification(classNames: names) : .classification(classNames: names)
      answers = Tensor(
        names.count == 2 ? [examples.count, 1] : [examples.count], examples.map { Float(labels[$0]) })
    case .nextToken, .transcription:
      task = question == .nextToken ? .nextToken(tokens: classNames) : .transcription(tokens: classNames)
      answers = Tensor([examples.count, tokens.told.length], examples.flatMap { targets($0) })
    }
    return Dataset(
      name: name, inputs: Tensor([examples.count, positions], numbers), targets: answers,
      featureNames: tokens.featureNames, task: task, source: source, tokens: tokens)
  }

  /// Some of the texts, in this order.
  func selecting(_ examples: [Int]) -> TokenizedTexts {
    TokenizedTexts(
      name: name, source: source, tokens: tokens, question: question, texts: examples.map { texts[$0] },
      answers: answers.isEmpty ? [] : examples.map { answers[$0] },
      labels: labels.isEmpty ? [] : examples.map { labels[$0] })
  }

  /// The texts of some classes, which get the indices 0, 1, … in the order asked for.
  func selecting(classes: [String]) throws(DataError) -> TokenizedTexts {
    guard case .classes(let names) = question else {
      throw DataError(
        .wrongChoice, in: name, at: .choice("classes"), found: "a choice of classes",
        needed: "none: \(name) asks for tokens")
    }
    let chosen = try Dataset.indices(ofClasses: classes, among: names, in: name)
    let newLabels = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, UInt16($0)) })
    let kept = (0..<count).filter { newLabels[Int(labels[$0])] != nil }
    return TokenizedTexts(
      name: name, source: source, tokens: tokens, question: .classes(classes), texts: kept.map { texts[$0] },
      labels: kept.compactMap { newLabels[Int(labels[$0])] })
  }

  /// The same texts with the most frequent tokens that some of them have, the training part's; the others are unknown.
  ///
  /// - Parameter most: how many tokens there are to be in all, padding and the unknown one included.
  func keepingTokens(of examples: [Int], most: Int, length: Int) -> TokenizedTexts {
    let old = tokens.source.vocabulary
    var counts = [Int](repeating: 0, count: old.count)
    for index in examples { for token in texts[index] { counts[Int(token)] += 1 } }
    let kept = VocabularyChoice.mostFrequent(
      (old.firstOrdinary..<old.count).filter { counts[$0] > 0 }.map { (old.tokens[$0], counts[$0]) }, most: most - 2)
    let vocabulary = Vocabulary(old.unit, tokens: kept, hasUnknown: true)
    let numbers = old.tokens.map { UInt16(vocabulary.number(of: $0) ?? vocabulary.unknown ?? 0) }
    return TokenizedTexts(
      name: name, source: source,
      tokens: SampleTokens(source: SampleTokens.Part(length: length, vocabulary: vocabulary)), question: question,
      texts: texts.map { text in ArraySlice(text.map { numbers[Int($0)] }) }, labels: labels)
  }
}

/// Which tokens a vocabulary takes when there is not room for all.
enum VocabularyChoice {
  /// The most frequent first, those that are as frequent in the order of the alphabet.
  static func mostFrequent(_ counts: [(token: String, count: Int)], most: Int) -> [String] {
    counts.sorted { ($1.count, $0.token) < ($0.count, $1.token) }.prefix(max(most, 0)).map(\.token)
  }
}
