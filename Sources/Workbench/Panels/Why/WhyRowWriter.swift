import Autodiff
import Screen
import Stepping

/// Writes single lines of an explanation: a term with its numbers and names, a sample or a time
/// step with its part of the sum.
struct WhyRowWriter {
  let explanation: Explanation
  let expansion: Expansion
  let text: ExpansionText
  /// How many terms stepping has added up; nil for all.
  let progress: Int?
  let chosen: WhyItem?
  let rows: WhyRows
  let state: WorkbenchState
  let theme: Theme

  var chosenRow: Int? {
    switch chosen {
    case .group(let index): rows.row(ofGroup: index)
    case .operand(_, let term): rows.row(ofTerm: term)
    case .defined(_, let definition, let term): rows.row(ofDefinition: definition, term: term)
    case nil: nil
    }
  }

  /// Sign, numbers, value, names.
  func cells(_ row: WhyRows.Row) -> [StyledText] {
    switch row {
    case .term(let index): termCells(index)
    case .group(let index): groupCells(index)
    case .sum: sumCells
    case .definition(let index): definitionCells(index)
    case .definitionTerm(let definition, let index): definitionTermCells(definition, index)
    }
  }

  private func termCells(_ index: Int) -> [StyledText] {
    let term = expansion.terms[index]
    let isAdded = progress.map { index < $0 } ?? true
    let style = isAdded ? theme.text : theme.muted
    let numbers = isAdded ? text.numbers(term) : String(theme.signs.notYet)
    let value = isAdded ? text.format.text(term.value) : ""
    return [
      StyledText(index == 0 ? "=" : "+", theme.muted), StyledText(numbers, style), StyledText("= \(value)", style),
      names(term, muted: !isAdded),
    ]
  }

  /// A sample or a time step: how many terms, and their sum as far as it is added up.
  private func groupCells(_ index: Int) -> [StyledText] {
    let group = explanation.groups[index]
    let isOpen = rows.open == index
    let added = min(max((progress ?? group.terms.upperBound) - group.terms.lowerBound, 0), group.terms.count)
    let sum =
      added == group.terms.count
      ? group.sum : expansion.terms[group.terms.prefix(added)].reduce(0) { $0 + $1.value }
    let isChosen = chosen == .group(index)
    let style = isChosen ? theme.selection : isOpen ? theme.accent : theme.text
    let sign = isOpen ? theme.signs.down : theme.signs.right
    let name =
      switch group.source {
      case .sample(let sample): state.text(BilingualText("sample \(sample)", zh: "样本 \(sample)"))
      case .timeStep(let time): state.text(ScopeText.step(time))
      }
    let all = group.terms.count
    let count = state.text(BilingualText(all == 1 ? "1 term" : "\(all) terms", zh: "\(all) 项"))
    return [
      StyledText(String(sign), theme.muted), StyledText(isChosen ? "[\(name)]" : name, style),
      StyledText("= \(added == 0 ? String(theme.signs.notYet) : text.format.text(sum))", theme.text),
      StyledText(count, theme.muted),
    ]
  }

  private var sumCells: [StyledText] {
    let partial: Double
    if let progress {
      // Whole groups by their sums, then the terms of the one that stepping is in.
      let whole = explanation.groups.prefix { $0.terms.upperBound <= progress }
      let start = whole.last?.terms.upperBound ?? 0
      partial =
        whole.reduce(0) { $0 + $1.sum } + expansion.terms[start..<max(progress, start)].reduce(0) { $0 + $1.value }
    } else {
      partial = explanation.groups.isEmpty ? expansion.sum : explanation.groups.reduce(0) { $0 + $1.sum }
    }
    let label =
      progress.map {
        state.text(
          BilingualText("so far, \($0) of \(expansion.terms.count)", zh: "目前 \($0)/\(expansion.terms.count) 项"))
      } ?? ""
    return [
      StyledText(""), StyledText("Σ", theme.title), StyledText("= \(text.format.text(partial))", theme.accent),
      StyledText(label, theme.muted),
    ]
  }

  private func definitionCells(_ index: Int) -> [StyledText] {
    let definition = expansion.definitions[index]
    let only = definition.terms.count == 1 ? definition.terms.first : nil
    return [
      StyledText(""),
      StyledText(definition.symbol + (only.map { " = \(text.numbers($0))" } ?? ""), theme.title),
      StyledText("= \(text.format.text(definition.value))", theme.accent),
      only.map { names($0, muted: true) } ?? StyledText(""),
    ]
  }

  private func definitionTermCells(_ definition: Int, _ index: Int) -> [StyledText] {
    let term = expansion.definitions[definition].terms[index]
    return [
      StyledText(index == 0 ? "=" : "+", theme.muted), StyledText(text.numbers(term), theme.muted),
      StyledText("= \(text.format.text(term.value))", theme.muted), names(term, muted: true),
    ]
  }

  /// The names of a term's operands, the chosen one in the color of the selection.
  private func names(_ term: Term, muted: Bool) -> StyledText {
    let address = chosen?.address
    var line = StyledText()
    for (index, factor) in term.factors.enumerated() {
      if index > 0 { line.append(" · ", theme.muted) }
      let isChosen = address != nil && factor.operands.contains { $0.address == address }
      line.append(
        isChosen ? "[\(text.shortNames(factor))]" : text.shortNames(factor), isChosen ? theme.selection : theme.muted)
    }
    return line
  }
}
