import Autodiff
import Screen
import TensorMath

extension Worksheet {
  /// The sheet as a table for a spreadsheet. The column `part` says what a row is: `given`, `blank` (no value, to be
  /// filled in), `term` and `answer`; the last two are the answer key, and an answer is the sum of its terms.
  ///
  ///     part,number,name,expression,value
  public var csv: String {
    let format = NumberFormat(significantDigits: digits)
    var rows = ["part,number,name,expression,value"]
    for given in given {
      for (cell, text) in given.cells.enumerated() {
        if let text { rows.append(row("given", "", name(given, cell), "", plain(text))) }
      }
    }
    for constant in constants { rows.append(row("given", "", constant.name, "", plain(constant.text))) }
    for blank in blanks { rows.append(row("blank", "\(blank.number)", blank.name, blank.formula, "")) }
    for blank in blanks {
      for term in blank.terms {
        rows.append(row("term", "\(blank.number)", term.names, term.numbers, "\(term.value)"))
      }
      rows.append(row("answer", "\(blank.number)", blank.name, plain(format.text(blank.value)), "\(blank.value)"))
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// As programs read numbers: with a plain minus.
  private func plain(_ number: String) -> String { number.replacing("−", with: "-") }

  private func row(_ cells: String...) -> String { cells.map(quoted).joined(separator: ",") }

  /// RFC 4180: quotation marks where there is a comma or one inside.
  private func quoted(_ cell: String) -> String {
    cell.contains { $0 == "," || $0 == "\"" || $0 == "\n" } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
  }
}
