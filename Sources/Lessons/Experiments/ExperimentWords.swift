public import Autodiff

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An experiment's figures and comparisons in words: the same on the command line and in the workbench.
extension ExperimentReport {
  /// `0.4571`, `never`, `NaN`; `·` where there is nothing yet.
  public func text(_ row: Int, _ column: Int, _ language: Language) -> String {
    guard let figure = rows[row].figures[column] else { return rows[row].isDone ? "–" : "·" }
    return text(figure.median, column, language)
  }

  /// With the smallest and the largest of the seeds behind the median: `0.4571 (0.41 … 0.52)`.
  public func textWithSpread(_ row: Int, _ column: Int, _ language: Language) -> String {
    let median = text(row, column, language)
    guard let figure = rows[row].figures[column] else { return median }
    let (least, most) = (text(figure.least, column, language), text(figure.most, column, language))
    // Sums in another order differ in their last bits.
    return least == most ? median : "\(median) (\(least) … \(most))"
  }

  public func text(_ number: Double, _ column: Int, _ language: Language) -> String {
    number.isInfinite ? columns[column].infinity[language] : FigureText.text(number)
  }

  /// What a row is: `hidden-layers 2, batch-size 10`.
  public func name(ofRow row: Int) -> String {
    rows[row].variation.settings.map { "\($0.knob) \($0.value)" }.joined(separator: ", ")
  }

  /// What was compared, with figures: `hidden-layers 3: 0.18 · hidden-layers 0: 0.21 · as expected in 1 of 2`.
  public func evidence(_ outcome: ExpectationOutcome, _ language: Language) -> String {
    guard let comparison = outcome.telling, let column = column(outcome.expectation.figure) else { return "" }
    let title = columns[column].title[language]
    var parts = ["\(title): \(name(ofRow: comparison.row)): \(text(comparison.figure, column, language))"]
    if let other = comparison.otherRow {
      parts.append("\(name(ofRow: other)): \(text(comparison.other, column, language))")
    } else {
      let bound = BilingualText("compared with \(comparison.other.short)", zh: "对比 \(comparison.other.short)")
      parts.append(bound[language])
    }
    if outcome.comparisons.count > 1 {
      let count = BilingualText(
        "so in \(outcome.met) of \(outcome.comparisons.count) comparisons",
        zh: "\(outcome.comparisons.count) 次比较中 \(outcome.met) 次如此")
      parts.append(count[language])
    }
    return parts.joined(separator: language == .chinese ? "；" : "; ")
  }
}

/// Numbers of a table: four digits that count, whole numbers as they are.
public enum FigureText {
  public static func text(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-∞" : "∞" }
    let size = abs(number)
    if size == 0 { return "0" }
    if size >= 1e7 || size < 1e-4 { return scientific(number) }
    let exponent = Int(log10(size).rounded(.down))
    if exponent >= 3 { return String(Int(number.rounded())) }
    let scale = pow(10, Double(3 - exponent))
    return ((number * scale).rounded() / scale).short
  }

  /// `3.2e-08`
  private static func scientific(_ number: Double) -> String {
    var exponent = Int(log10(abs(number)).rounded(.down))
    var digits = (number / pow(10, Double(exponent)) * 10).rounded() / 10
    if abs(digits) >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
    return "\(digits.short)e\(exponent)"
  }
}
