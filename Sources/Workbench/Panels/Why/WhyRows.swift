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
    case definition(Int)
  }

  private let expansion: Expansion
  private let groups: [TermGroup]
  /// The group whose terms are shown, as a place in the groups.
  let open: Int?

  /// - Parameter open: the group whose terms are shown, as a place in the explanation's groups.
  init(_ explanation: Explanation, _ expansion: Expansion, open: Int?) {
    self.expansion = expansion
    groups = explanation.groups
    self.open = open.flatMap { explanation.groups.indices.contains($0) ? $0 : nil }
  }

  private var openTerms: Range<Int> { open.map { groups[$0].terms } ?? 0..<0 }

  /// Terms, or groups with the terms of the open one.
  private var listed: Int { groups.isEmpty ? expansion.terms.count : groups.count + openTerms.count }

  private var hasSum: Bool { expansion.terms.count > 1 }

  var count: Int { listed + (hasSum ? 1 : 0) + expansion.definitions.count }

  subscript(index: Int) -> Row {
    if index >= listed {
      return hasSum && index == listed ? .sum : .definition(index - listed - (hasSum ? 1 : 0))
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

  func row(ofGroup index: Int) -> Int { open.map { index > $0 ? index + openTerms.count : index } ?? index }
}

/// What can be chosen in the why panel: operands, and the groups of a long sum.
enum WhyItem: Hashable {
  case operand(CellAddress, term: Int)
  case group(Int)
}

/// The things that can be chosen, in order, for an explanation and its open group.
struct WhyItems {
  private let groups: [TermGroup]
  private let open: Int?
  private let operands: [WhyItem]

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
  }

  var count: Int { groups.count + operands.count }

  /// The item at a place; the nearest one for a place beyond the ends.
  subscript(index: Int) -> WhyItem? {
    guard count > 0 else { return nil }
    let index = min(max(index, 0), count - 1)
    guard !groups.isEmpty else { return operands[index] }
    guard let open, index > open else { return .group(index) }
    let inside = index - open - 1
    return inside < operands.count ? operands[inside] : .group(index - operands.count)
  }
}
