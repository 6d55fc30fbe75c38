public import Autodiff
public import Stepping

/// Hints that tell more and more: what the lesson says, the formula, the numbers that go into it. Each costs a part of
/// the score.
public enum PredictionHints {
  /// All hints to a question, the first to be given first.
  ///
  /// - Parameter hint: what the lesson has to say, if anything.
  public static func all(_ hint: BilingualText?, _ worked: WorkedNumber?) -> [BilingualText] {
    var hints: [BilingualText] = hint.map { [$0] } ?? []
    guard let worked else { return hints }
    if !worked.explanation.formula.isEmpty {
      // As code, since a formula is full of signs that Markdown knows.
      let formula = "`\(worked.explanation.formula)`"
      hints.append(BilingualText("The formula: \(formula)", zh: "公式：\(formula)"))
    }
    let operands = operands(of: worked)
    if !operands.isEmpty {
      let list = operands.joined(separator: ", ")
      hints.append(BilingualText("What goes in: `\(list)`", zh: "用到的数：`\(list)`"))
    }
    return hints
  }

  /// More would fill the screen.
  private static let mostOperands = 12

  /// `hidden.output[0, 0] = 0.664`, each once.
  private static func operands(of worked: WorkedNumber) -> [String] {
    var seen: Set<CellAddress> = []
    var result: [String] = []
    for operand in worked.expansion.terms.flatMap(\.factors).flatMap(\.operands) {
      if let address = operand.address {
        if address != worked.address, seen.insert(address).inserted {
          result.append("\(worked.program.name(of: address)) = \(MistakeArithmetic.text(operand.value))")
        }
      } else if case .constant(let name) = operand.place, !name.isEmpty {
        let text = "\(name) = \(MistakeArithmetic.text(operand.value))"
        if Double(name) == nil, !name.contains("/"), !result.contains(text) { result.append(text) }
      }
    }
    return result.count > mostOperands ? Array(result.prefix(mostOperands)) + ["…"] : result
  }
}
