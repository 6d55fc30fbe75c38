import Wording

/// Reads lists of words: UTF-8 text, one word a line, a file for each class.
///
///     words-en.txt      words-es.txt
///     abdicated         acuario
///     accessing         adscripción
///
/// Capital letters are read as small ones, blank lines are skipped, and a word that stands twice in a file counts
/// once: else the same word could be learned from and tested on.
public enum WordListParser {
  /// Longer than any word of a dictionary; what is longer is no word but a paragraph.
  public static let longestWord = 64
  /// A letter's place is kept as a byte.
  private static let mostLetters = 255
  private static let mostClasses = 255

  /// - Parameter files: the bytes of each file, by its name.
  public static func parse(
    _ list: WordFiles, files: [String: [UInt8]], name: String
  ) throws(DataError) -> LabeledWords {
    guard list.files.count >= 2 else {
      throw DataError(
        .tooFewClasses, in: name, found: Quotation.counted(list.files.count, "file", "files"),
        needed: "at least two, one for each class")
    }
    guard list.files.count <= mostClasses else {
      throw DataError(
        .absurdSize, in: name, found: "\(list.files.count) files", needed: "at most \(mostClasses) classes")
    }
    let classNames = list.files.map(\.className)
    for (index, className) in classNames.enumerated() where classNames[..<index].contains(className) {
      throw DataError(
        .repeatedChoice, in: list.files[index].name, found: "the class \(Quotation.quoted(className)) again",
        needed: "files with different names")
    }
    var lists: [[[Character]]] = []
    for file in list.files {
      guard let bytes = files[file.name] else {
        throw DataError(.missingFile, in: name, found: "no file", needed: Quotation.quoted(file.name))
      }
      lists.append(try words(bytes, file: file.name))
    }
    let letters = Set(lists.joined().joined()).sorted()
    guard letters.count <= mostLetters else {
      throw DataError(
        .absurdSize, in: name, found: "\(letters.count) different letters",
        needed: "at most \(mostLetters), as alphabets have them")
    }
    let alphabet = WordAlphabet(letters: letters, steps: lists.joined().map(\.count).max() ?? 1)
    var places: [UInt8] = []
    for letter in lists.joined().joined() { places.append(UInt8(alphabet.place(of: letter) ?? 0)) }
    var start = 0
    let words = lists.joined().map { word in
      defer { start += word.count }
      return places[start..<start + word.count]
    }
    return LabeledWords(
      name: name, source: list.names.joined(separator: ", "), alphabet: alphabet, classNames: classNames, words: words,
      labels: lists.enumerated().flatMap { [UInt8](repeating: UInt8($0), count: $1.count) })
  }

  /// The words of one file, each once, in their order.
  private static func words(_ bytes: [UInt8], file: String) throws(DataError) -> [[Character]] {
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes[...]
    var words: [[Character]] = []
    var known: Set<[Character]> = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let written = String(validating: line, as: UTF8.self) else {
        throw DataError(
          .notUTF8, in: file, at: .line(index + 1),
          found: "bytes that are no UTF-8, as in \(Quotation.quoted(String(decoding: line, as: UTF8.self)))",
          needed: "UTF-8", suggestion: DelimitedTextParser.saveAsUTF8)
      }
      let word = try word(written, file: file, line: index + 1)
      if !word.isEmpty, known.insert(word).inserted { words.append(word) }
    }
    guard !words.isEmpty else {
      throw DataError(.emptyFile, in: file, found: "no word", needed: "words, one a line")
    }
    guard words.count >= 2 else {
      throw DataError(.tooFewRows, in: file, found: "1 word", needed: "at least 2: one to learn from, one to test on")
    }
    return words
  }

  private static func word(_ written: String, file: String, line: Int) throws(DataError) -> [Character] {
    var letters = Array(written.lowercased())[...]
    while letters.first?.isWhitespace == true { letters.removeFirst() }
    while letters.last?.isWhitespace == true { letters.removeLast() }
    if let stranger = letters.first(where: { $0.isWhitespace || $0.isControl }) {
      let what = stranger.isWhitespace ? "several words" : "a control character"
      throw DataError(
        .wrongChoice, in: file, at: .line(line), found: "\(what): \(Quotation.quoted(written))",
        needed: "one word a line")
    }
    guard letters.count <= longestWord else {
      throw DataError(
        .absurdSize, in: file, at: .line(line), found: "\(letters.count) letters: \(Quotation.quoted(written))",
        needed: "a word of at most \(longestWord)")
    }
    return Array(letters)
  }
}

extension Character {
  fileprivate var isControl: Bool {
    unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) }
  }
}
