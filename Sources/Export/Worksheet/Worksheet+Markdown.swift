public import Autodiff
import Screen
import TensorMath

extension Worksheet {
  /// The sheet as Markdown, the answer key behind a rule, to be cut off or printed apart.
  public func markdown(_ language: Language) -> String {
    let words = WorksheetWords(language: language)
    var lines = ["# \(words.title(self))", "", "\(words.phase(phase)) · `\(operation)`", ""]
    if !meaning[language].isEmpty { lines += [meaning[language], ""] }
    lines += [words.digits(self), "", "## \(words.given)", ""]
    for given in given { lines += table(given) + [""] }
    if !constants.isEmpty { lines += [constants.map { "\($0.name) = \($0.text)" }.joined(separator: ", "), ""] }
    if !formulas.isEmpty { lines += ["## \(words.formula)", ""] + formulas.map { "    \($0)" } + [""] }
    lines += ["## \(words.compute)", ""]
    if let leftOut = words.leftOut(self) { lines += [leftOut, ""] }
    for blank in blanks {
      lines += ["\(blank.number). `\(blank.name)` = ______________", "", "    \(words.working):", "", ""]
    }
    lines += ["---", "", "## \(words.key)", ""]
    for blank in blanks { lines += answer(blank, words) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A tensor as a table with its indices; one of which only some cells are given, as a list.
  private func table(_ given: Given) -> [String] {
    let shape = given.shape.rank == 0 ? "" : " (\(given.shape))"
    guard given.cells.allSatisfy({ $0 != nil }), given.shape.rank > 0 else {
      let cells = given.cells.enumerated().compactMap { cell, text in
        text.map { "`\(name(given, cell))` = \($0)" }
      }
      return ["**\(given.name)**\(shape)", "", cells.joined(separator: ", ")]
    }
    let columns = max(given.shape.columns, 1)
    let heads = (0..<columns).map { " \($0) |" }.joined()
    var lines = [
      "**\(given.name)**\(shape)", "", "| |\(heads)", "|---|" + String(repeating: "---:|", count: columns),
    ]
    for row in 0..<given.shape.rows {
      let cells = (0..<columns).map { " \(given.cells[row * columns + $0] ?? "") |" }.joined()
      let index = given.shape.indices(at: row * columns).dropLast().map(String.init).joined(separator: ", ")
      // A vector has one row, which needs no number.
      lines.append(index.isEmpty ? "| |\(cells)" : "| **\(index)** |\(cells)")
    }
    return lines
  }

  func name(_ given: Given, _ cell: Int) -> String {
    guard given.shape.rank > 0 else { return given.name }
    return "\(given.name)[\(given.shape.indices(at: cell).map(String.init).joined(separator: ", "))]"
  }

  private func answer(_ blank: Blank, _ words: WorksheetWords) -> [String] {
    let (exact, short) = (NumberFormat(significantDigits: digits), NumberFormat(significantDigits: digits - 1))
    var lines = ["\(blank.number). `\(blank.name)` = **\(short.text(blank.value))**", ""]
    let products = blank.terms.enumerated().map { index, term in
      "    \(index == 0 ? "=" : "+") \(term.numbers) = \(exact.text(term.value))"
    }
    lines += products
    if blank.terms.count > 1 { lines.append("    Σ = \(exact.text(blank.sum))") }
    for definition in blank.definitions {
      let sum = definition.terms.map(\.numbers).joined(separator: " + ")
      lines.append("    \(words.inWhich) \(definition.symbol) = \(sum) = \(exact.text(definition.value))")
    }
    return lines + [""]
  }
}
