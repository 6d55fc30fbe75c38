import Wording

/// Gives tokens numbers as they come, for texts whose vocabulary is chosen later.
struct TokenNumbering {
  let unit: TextUnit
  private(set) var tokens: [String] = []
  private var numbers: [String: UInt16] = [:]
  /// What the special tokens of a vocabulary take.
  private let first: Int
  /// Numbers are kept as two bytes.
  static let most = 1 << 16

  init(_ unit: TextUnit, hasEnds: Bool = false) {
    self.unit = unit
    first = Vocabulary(unit, tokens: [], hasEnds: hasEnds).count
  }

  /// The numbers of tokens, new ones for those not seen before.
  mutating func numbers(
    of parts: [String], in origin: String
  ) throws(DataError) -> [UInt16] {
    var result: [UInt16] = []
    for part in parts {
      if let known = numbers[part] {
        result.append(known)
        continue
      }
      guard first + tokens.count < Self.most else {
        throw DataError(
          .absurdSize, in: origin, found: "more than \(tokens.count) different \(unit.rawValue)",
          needed: "at most \(Self.most - first)")
      }
      let number = UInt16(first + tokens.count)
      numbers[part] = number
      tokens.append(part)
      result.append(number)
    }
    return result
  }

  /// A vocabulary with all tokens in the order of the alphabet, and for each number given here the one there.
  func sorted(hasEnds: Bool = false) -> (vocabulary: Vocabulary, numbers: [UInt16]) {
    let vocabulary = Vocabulary(unit, tokens: tokens.sorted(), hasEnds: hasEnds)
    let special = (0..<first).map { UInt16($0) }
    return (vocabulary, special + tokens.map { UInt16(vocabulary.number(of: $0) ?? 0) })
  }
}
