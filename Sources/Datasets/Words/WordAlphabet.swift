/// How words become numbers: a step for each letter, and in each step a one where the letter stands in the alphabet.
///
///     letters a, b, c and 4 steps:   "ba"  →   0 0 0    0 0 0    0 1 0    1 0 0
///
/// A word stands at the end of its sequence, so that its last letter is read in the last step whatever its length;
/// the steps before its first letter are blank, all zeros.
public struct WordAlphabet: Hashable, Sendable {
  /// In the order of their code points, small ones only.
  public let letters: [Character]
  /// How many steps a sequence has: the letters of the longest word.
  public let steps: Int
  private let places: [Character: Int]

  init(letters: [Character], steps: Int) {
    self.letters = letters
    self.steps = steps
    places = Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, $0) })
  }

  /// The numbers of a word: steps · letters.
  public var numberCount: Int { steps * letters.count }

  /// `7:é`, step by step, counted from 0: whether the letter read in step 7 is é.
  public var featureNames: [String] {
    (0..<steps).flatMap { step in letters.map { "\(step):\($0)" } }
  }

  /// Where a letter stands in the alphabet, capital or small; nil for one that no word of the data has.
  public func place(of letter: Character) -> Int? {
    places[letter] ?? Array(letter.lowercased()).only.flatMap { places[$0] }
  }

  /// The letters of a word that somebody has typed, as places in the alphabet.
  public func places(of word: String) throws(WordError) -> [Int] {
    guard !word.isEmpty else { throw .empty(mostLetters: steps) }
    guard word.count <= steps else { throw .tooLong(word, mostLetters: steps) }
    var places: [Int] = []
    for letter in word {
      guard let place = place(of: letter) else { throw .unknownLetter(letter, known: letters) }
      places.append(place)
    }
    return places
  }

  /// What the network gets when so many of the letters have been read, [steps · letters]: the first `count` letters
  /// at the end of the sequence, blanks before them.
  public func numbers(_ places: some Collection<Int>, first count: Int? = nil) -> [Float] {
    var numbers = [Float](repeating: 0, count: numberCount)
    let read = places.prefix(count ?? places.count)
    let start = steps - read.count
    precondition(start >= 0, "a sequence has \(steps) steps, found \(read.count) letters")
    for (index, place) in read.enumerated() { numbers[(start + index) * letters.count + place] = 1 }
    return numbers
  }

  /// The word that an example's numbers stand for. A step that is neither blank nor one letter, as after a number
  /// was set by hand, is shown as `?`.
  public func word(_ numbers: some Collection<Float>) -> String {
    let numbers = Array(numbers)
    var word = ""
    for step in 0..<min(steps, numbers.count / max(letters.count, 1)) {
      let row = numbers[step * letters.count..<(step + 1) * letters.count]
      let marked = row.indices.filter { row[$0] != 0 }
      if let only = marked.only, row[only] == 1 {
        word.append(letters[only - row.startIndex])
      } else if !marked.isEmpty {
        word.append("?")
      } else if !word.isEmpty {
        word.append("␣")
      }
    }
    return word
  }
}

extension Array {
  /// The one element there is; nil when there are none or several.
  fileprivate var only: Element? { count == 1 ? first : nil }
}
