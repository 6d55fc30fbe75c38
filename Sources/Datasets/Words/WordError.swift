import Wording

/// Why a word that somebody has typed cannot be read.
public enum WordError: Error, Hashable, Sendable {
  case empty(mostLetters: Int)
  case tooLong(String, mostLetters: Int)
  /// No word of the data has this letter.
  case unknownLetter(Character, known: [Character])
}

extension WordError: CustomStringConvertible {
  /// What was found and what was needed, without a full stop.
  public var description: String {
    switch self {
    case .empty(let most): "found no letter, needed 1 to \(most)"
    case .tooLong(let word, let most):
      "found \(word.count) letters in \(Quotation.quoted(word)), needed at most \(most), as many as the longest word has"
    case .unknownLetter(let letter, let known):
      "found the letter \(Quotation.quoted(String(letter))), needed letters that the data have: \(String(known))"
    }
  }
}
