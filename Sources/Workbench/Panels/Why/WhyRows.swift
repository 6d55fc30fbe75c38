import Autodiff
import Stepping

/// The lines of an explanation, without making them: terms, or groups of them (samples, time steps) with the terms of the
/// open one, the sum, symbols.
/// A sum of fifty thousand terms has as many lines, of which only those in sight are ever written.
struct WhyRows {
  enum Row: Hashable {
    case term(Int)
    case group(Int)
    case sum
    /// A symbol of the terms with its number; its own term beside it where it has but one.
    case definition(Int)
    case definitionTerm(definition: Int, term: Int)
  }

  private let expansion: Expansion
  private let groups: [TermGroup]
  /// The group whose terms are shown, as a place in the groups.
  let open: Int?
  /// Where each definition begins behind the sum, and how many lines all of them take.
  private let definitionStarts: [Int]
  private let definitionCount: Int

  /// - Parameter open: the group whose terms are shown, as a place in the explanation's groups.
  init(_ explanation: Explanation, _ expansion: Expansion, open: Int?) {
    self.expansion = expansion
    groups = explanation.groups
    self.open = open.flatMap { explanation.groups.indices.contains($0) ? $0 : nil }
    var starts: [Int] = []
    var count = 0
    for definition in expansion.definitions {
      starts.append(count)
      count += definition.terms.count > 1 ? 1 + definition.terms.count : 1
    }
    (definitionStarts, definitionCount) = (starts, count)
  }

  private var openTerms: Range<Int> { open.map { groups[$0].terms } ?? 0..<0 }

  /// Terms, or groups with the terms of the open one.
  private var listed: Int { groups.isEmpty ? expansion.terms.count : groups.count + openTerms.count }

  private var hasSum: Bool { expansion.terms.count > 1 }

  /// Lines before the definitions.
  private var beforeDefinitions: Int { listed + (hasSum ? 1 : 0) }

  var count: Int { beforeDefinitions + definitionCount }

  subscript(index: Int) -> Row {
    if index >= listed {
      if hasSum && index == listed { return .sum }
      let line = index - beforeDefinitions
      let definition = definitionStarts.lastIndex { $0 <= line } ?? 0
      let place = line - definitionStarts[definition]
      return place == 0 ? .definition(definition) : .definitionTerm(definition: definition, term: place - 1)
    }
    guard !groups.isEmpty else { return .term(index) }
    guard let open, index > open else { return .group(index) }
    let inside = index - open - 1
    return inside < openTerms.count ? .term(openTerms.lowerBound + inside) : .group(index - openTerms.count)
  }

  /// Where a term stands; nil while its group is closed.
  func row(ofTerm index: Int) -> Int? {
    if groups.isEmpty { return index < expansion.terms.count ? index : nil }
    guard let open, openTerms.contains(index) else { return nil }
    return open + 1 + index - openTerms.lowerBound
  }

  /// Where a term of a definition stands.
  func row(ofDefinition definition: Int, term: Int) -> Int {
    beforeDefinitions + definitionStarts[definition]
      + (expansion.definitions[definition].terms.count > 1 ? 1 + term : 0)
  }

  func row(ofGroup index: Int) -> Int { open.map { index > $0 ? index + openTerms.count : index } ?? index }
}

/// What can be chosen in the why panel: operands, and the groups of a long sum.
enum WhyItem: Hashable {
  case operand(CellAddress, term: Int)
  /// An operand of what a symbol stands for, such as a softmax's denominator.
  case defined(CellAddress, definition: Int, term: Int)
  case group(Int)

  /// The cell, where it is one.
  var address: CellAddress? {
    switch self {
    case .operand(let address, _), .defined(let address, _, _): address
    case .group: nil
    }
  }
}

/// The things that can be chosen, in order, for an explanation and its open group.
struct WhyItems {
  private let groups: [TermGroup]
  private let open: Int?
  private let operands: [WhyItem]
  private let defined: [WhyItem]

  init(_ explanation: Explanation?, open: Int?) {
    let groups = explanation?.groups ?? []
    let open = open.flatMap { groups.indices.contains($0) ? $0 : nil }
    let terms = explanation?.expansion?.terms ?? []
    let range = groups.isEmpty ? 0..<terms.count : open.map { groups[$0].terms } ?? 0..<0
    var seen: Set<CellAddress> = []
    var found: [WhyItem] = []
    for index in range {
      for factor in terms[index].factors {
        for operand in factor.operands {
          if let address = operand.address, seen.insert(address).inserted {
            found.append(.operand(address, term: index))
          }
        }
      }
    }
    (self.groups, self.open, operands) = (groups, open, found)
    var behind: [WhyItem] = []
    for (place, definition) in (explanation?.expansion?.definitions ?? []).enumerated() {
      for (index, term) in definition.terms.enumerated() {
        for address in term.factors.flatMap(\.operands).compactMap(\.address) where seen.insert(address).inserted {
          behind.append(.defined(address, definition: place, term: index))
        }
      }
    }
    defined = behind
  }

  /// What is listed with the terms.
  private var listed: Int { groups.count + operands.count }

  var count: Int { listed + defined.count }

  /// The item at a place; the nearest one for a place beyond the ends.
  subscript(index: Int) -> WhyItem? {
    guard count > 0 else { return nil }
    let index = min(max(index, 0), count - 1)
    if index >= listed { return defined[index - listed] }
    guard !groups.isEmpty else { return operands[index] }
    guard let open, index > open else { return .group(index) }
    let inside = index - open - 1
    return inside < operands.count ? operands[inside] : .group(index - operands.count)
  }
}
