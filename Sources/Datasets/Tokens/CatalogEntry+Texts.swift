import TensorMath
import Wording

/// From files and choices to texts as tokens, split and with a vocabulary that nothing of the test part has reached.
extension CatalogEntry {
  /// The examples as they are split.
  func preparedTexts(
    from source: TextSource, for selection: DataSelection, files: [String: [UInt8]]
  ) throws(DataError) -> PreparedData {
    let (texts, parts) = try splitTexts(from: source, for: selection, files: files)
    return PreparedData(.texts(texts), parts, preparation: .keep)
  }

  /// The raw examples of the same.
  func textExamples(
    from source: TextSource, for selection: DataSelection, files: [String: [UInt8]]
  ) throws(DataError) -> RawExamples {
    .texts(try splitTexts(from: source, for: selection, files: files).texts)
  }

  private func splitTexts(
    from source: TextSource, for selection: DataSelection, files: [String: [UInt8]]
  ) throws(DataError) -> (texts: TokenizedTexts, parts: Split.Parts) {
    try checkTextChoices(source, selection)
    let choices = selection.texts
    switch source {
    case .wordList(let file):
      let texts = try wordList(bytes(of: file, in: files), file: file)
      return try split(part(of: .texts(texts), selection), selection)
    case .transcription(let file):
      let texts = try transcriptions(bytes(of: file, in: files), file: file)
      return try split(part(of: .texts(texts), selection), selection)
    case .labeled(let file, let label, let text):
      let all = try labeled(bytes(of: file, in: files), file: file, label: label, text: text)
      let (texts, parts) = try split(part(of: .texts(all), selection), selection)
      let length = choices.context ?? source.usualContext ?? texts.tokens.source.length
      try checkSize(texts.count, length)
      return (
        texts.keepingTokens(
          of: parts.train, most: choices.vocabulary ?? source.usualVocabulary ?? .max, length: length), parts
      )
    case .running(let file):
      for (choice, isMade) in [
        ("classes", selection.classes != nil), ("features", selection.features != nil),
        ("noise", selection.noise != nil),
        ("count", selection.count != nil),
      ] where isMade {
        throw wrongChoice(choice, found: "a choice", needed: "none: a text is taken as a whole")
      }
      let text = try RunningText(
        bytes(of: file, in: files), file: file, name: name, unit: choices.unit ?? TextSource.usualUnit,
        context: choices.context ?? source.usualContext ?? 1,
        most: choices.vocabulary ?? source.usualVocabulary ?? .max, trainShare: selection.trainShare)
      try checkSize(text.texts.count, text.texts.tokens.positionCount)
      return (text.texts, text.parts)
    case .generated(let generator, let count):
      return try generated(generator, count, source, selection)
    }
  }

  private func split(
    _ examples: RawExamples, _ selection: DataSelection
  ) throws(DataError) -> (TokenizedTexts, Split.Parts) {
    let parts = Split(trainShare: selection.trainShare, seed: selection.seed).parts(of: examples)
    guard case .texts(let texts) = examples else { preconditionFailure("texts are drawn from texts") }
    return (texts, parts)
  }

  private func generated(
    _ generator: any TextGenerator, _ usualCount: Int, _ source: TextSource, _ selection: DataSelection
  ) throws(DataError) -> (TokenizedTexts, Split.Parts) {
    guard selection.noise == nil else {
      throw wrongChoice("noise", found: "a noise", needed: "none: \(name) holds sentences")
    }
    guard selection.features == nil else {
      throw wrongChoice("features", found: "a choice of features", needed: "none: \(name) holds whole texts")
    }
    let count = selection.count ?? usualCount
    let most = min(generator.mostTexts, Self.largestPointCount)
    guard count >= 2, count <= most, count.isMultiple(of: generator.groupSize) else {
      let even = generator.groupSize > 1 ? "a multiple of \(generator.groupSize) " : ""
      throw wrongChoice("count", found: "\(count)", needed: "\(even)from 2 to \(most) texts")
    }
    var classNames = generator.classNames
    if let chosen = selection.classes {
      classNames = try Dataset.indices(ofClasses: chosen, among: classNames, in: name).map { classNames[$0] }
    }
    let lag = selection.lag ?? generator.usualLag
    if let lag, !DataSelection.lags.contains(lag) {
      throw wrongChoice("lag", found: "\(lag)", needed: "1 to \(DataSelection.lags.upperBound) steps")
    }
    try checkSize(count, generator.longest(lag: lag ?? 1))
    let made = generator.texts(count: count, lag: lag ?? 1, classNames: classNames, seed: selection.seed)
    var numbering = TokenNumbering(.words)
    if let known = generator.tokens(classNames: classNames) { _ = try numbering.numbers(of: known, in: name) }
    var texts: [ArraySlice<UInt16>] = []
    for text in made { texts.append(ArraySlice(try numbering.numbers(of: text.tokens, in: name))) }
    let longest = texts.map(\.count).max() ?? 1
    let all = TokenizedTexts(
      name: name,
      source: "generated: \(name), \(count) texts\(lag.map { ", lag \($0)" } ?? ""), seed \(selection.seed)",
      tokens: SampleTokens(
        source: SampleTokens.Part(length: longest, vocabulary: Vocabulary(.words, tokens: numbering.tokens))),
      question: .classes(classNames), texts: texts, labels: made.map { UInt16($0.label) })
    let parts = groupedParts(of: all, size: generator.groupSize, selection)
    guard let most = source.usualVocabulary else { return (all, parts) }
    return (
      all.keepingTokens(
        of: parts.train, most: selection.texts.vocabulary ?? most, length: selection.texts.context ?? longest), parts
    )
  }

  /// Groups of texts stay together: a sentence and its mirror are both learned from or both tested on.
  private func groupedParts(of texts: TokenizedTexts, size: Int, _ selection: DataSelection) -> Split.Parts {
    let split = Split(trainShare: selection.trainShare, seed: selection.seed)
    guard size > 1 else { return split.parts(of: .texts(texts)) }
    // The first of each group stands for all of it: groups have every class alike.
    let firsts = texts.selecting(Array(stride(from: 0, to: texts.count, by: size)))
    let groups = split.parts(of: .texts(firsts))
    var random = RandomSource(seed: selection.seed, purpose: "split of groups")
    func mixed(_ groups: [Int]) -> [Int] {
      let members = groups.flatMap { group in (0..<size).map { group * size + $0 } }
      return random.permutation(members.count).map { members[$0] }
    }
    return Split.Parts(train: mixed(groups.train), test: mixed(groups.test))
  }

  // MARK: Files

  /// Start, letters, end. Every letter of the file is known beforehand, whichever words are drawn: networks fit all.
  private func wordList(_ bytes: [UInt8], file: String) throws(DataError) -> TokenizedTexts {
    let header = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: ",") }
    let column = String(decoding: header, as: UTF8.self)
    let lines = try TextLines.fields(bytes, file: file, separator: ",", columns: [column])
    var numbering = TokenNumbering(.letters, hasEnds: true)
    var words: [[UInt16]] = []
    for line in lines {
      words.append(try numbering.numbers(of: TextUnit.letters.tokens(in: line.fields[0].lowercased()), in: file))
    }
    let (vocabulary, numbers) = numbering.sorted(hasEnds: true)
    let longest = words.map(\.count).max() ?? 1
    return TokenizedTexts(
      name: name, source: file,
      tokens: SampleTokens(source: SampleTokens.Part(length: longest + 1, vocabulary: vocabulary)),
      question: .nextToken, texts: words.map { Self.ended($0.map { numbers[Int($0)] }, vocabulary) })
  }

  private func transcriptions(_ bytes: [UInt8], file: String) throws(DataError) -> TokenizedTexts {
    let lines = try TextLines.fields(bytes, file: file, separator: "\t", columns: ["word", "phonemes"])
    var (letters, sounds) = (TokenNumbering(.letters), TokenNumbering(.sounds, hasEnds: true))
    var (words, answers): ([[UInt16]], [[UInt16]]) = ([], [])
    for line in lines {
      words.append(try letters.numbers(of: TextUnit.letters.tokens(in: line.fields[0].lowercased()), in: file))
      answers.append(try sounds.numbers(of: TextUnit.sounds.tokens(in: line.fields[1]), in: file))
    }
    let (letter, sound) = (letters.sorted(), sounds.sorted(hasEnds: true))
    return TokenizedTexts(
      name: name, source: file,
      tokens: SampleTokens(
        source: SampleTokens.Part(length: words.map(\.count).max() ?? 1, vocabulary: letter.vocabulary),
        target: SampleTokens.Part(length: (answers.map(\.count).max() ?? 1) + 1, vocabulary: sound.vocabulary)),
      question: .transcription, texts: words.map { ArraySlice($0.map { letter.numbers[Int($0)] }) },
      answers: answers.map { Self.ended($0.map { sound.numbers[Int($0)] }, sound.vocabulary) })
  }

  private static func ended(_ tokens: [UInt16], _ vocabulary: Vocabulary) -> ArraySlice<UInt16> {
    [UInt16(vocabulary.start ?? 0)] + tokens + [UInt16(vocabulary.end ?? 0)]
  }

  /// Every word of the file; which of them are known is decided by those that are trained on.
  private func labeled(
    _ bytes: [UInt8], file: String, label: String, text: String
  ) throws(DataError) -> TokenizedTexts {
    let lines = try TextLines.fields(bytes, file: file, separator: "\t", columns: [label, text])
    let names = Set(lines.map { $0.fields[0] }).sorted()
    guard names.count >= 2 else {
      throw DataError(
        .tooFewClasses, in: file, at: .choice("label"),
        found: "one class, \(Quotation.quoted(names[0])), in column \(Quotation.quoted(label))", needed: "at least two")
    }
    let classes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, UInt16($0)) })
    var numbering = TokenNumbering(.words)
    var texts: [ArraySlice<UInt16>] = []
    for line in lines {
      texts.append(ArraySlice(try numbering.numbers(of: TextUnit.words.tokens(in: line.fields[1]), in: file)))
    }
    return TokenizedTexts(
      name: name, source: file,
      tokens: SampleTokens(
        source: SampleTokens.Part(
          length: texts.map(\.count).max() ?? 1, vocabulary: Vocabulary(.words, tokens: numbering.tokens))),
      question: .classes(names), texts: texts, labels: lines.compactMap { classes[$0.fields[0]] })
  }

  // MARK: Choices

  private func checkTextChoices(_ source: TextSource, _ selection: DataSelection) throws(DataError) {
    let choices = selection.texts
    if let context = choices.context {
      guard source.takesContext else {
        throw wrongChoice("context", found: "a context", needed: "none: the texts of \(name) are seen whole")
      }
      guard TextChoices.contexts.contains(context) else {
        let range = TextChoices.contexts
        throw wrongChoice("context", found: "\(context)", needed: "\(range.lowerBound) to \(range.upperBound) tokens")
      }
    }
    if let vocabulary = choices.vocabulary {
      guard source.usualVocabulary != nil else {
        throw wrongChoice("vocabulary", found: "a size", needed: "none: the tokens of \(name) are known beforehand")
      }
      guard TextChoices.vocabularies.contains(vocabulary) else {
        let range = TextChoices.vocabularies
        throw wrongChoice(
          "vocabulary", found: "\(vocabulary)", needed: "\(range.lowerBound) to \(range.upperBound) tokens")
      }
    }
    if let unit = choices.unit {
      guard source.takesUnit else {
        throw wrongChoice("unit", found: unit.rawValue, needed: "none: it is a choice about a text of one's own")
      }
      guard TextUnit.choices.contains(unit) else {
        throw wrongChoice(
          "unit", found: unit.rawValue, needed: Quotation.choice(of: TextUnit.choices.map(\.rawValue)))
      }
    }
  }
}
