import Wording

/// Why a text that somebody has typed cannot be turned into tokens.
public enum TokenError: Error, Hashable, Sendable {
  case empty(TextUnit, most: Int)
  case tooLong(String, count: Int, TextUnit, most: Int)
  /// Where all texts are of one length, so that nothing stands for what is missing.
  case tooShort(String, count: Int, TextUnit, length: Int)
  /// A token that the vocabulary does not have, where it has none for what is unknown.
  case unknown(String, Vocabulary)
}

extension TokenError: CustomStringConvertible {
  /// What was found and what was needed, without a full stop.
  public var description: String {
    switch self {
    case .empty(let unit, let most): "found no \(unit.noun), needed 1 to \(most)"
    case .tooLong(let text, let count, let unit, let most):
      "found \(Quotation.counted(count, unit.noun, unit.rawValue)) in \(Quotation.quoted(text)), needed at most \(most)"
    case .tooShort(let text, let count, let unit, let length):
      "found \(Quotation.counted(count, unit.noun, unit.rawValue)) in \(Quotation.quoted(text)), needed \(length), as all texts here have"
    case .unknown(let token, let vocabulary): Self.unknown(token, vocabulary)
    }
  }

  private static func unknown(_ token: String, _ vocabulary: Vocabulary) -> String {
    let found = "\(vocabulary.unit.noun) \(Quotation.quoted(token)) is not in the vocabulary"
    let known = vocabulary.ordinaryTokens
    // Letters can be listed; of words the near ones help.
    if vocabulary.unit == .letters { return "\(found), needed one of \(Quotation.plain(known.joined()))" }
    let suggestion = NearestName.suggestion(for: token, among: known).map { ". \($0.dropLast())?" } ?? ""
    return "\(found), needed \(Quotation.choice(of: known))\(suggestion)"
  }
}
