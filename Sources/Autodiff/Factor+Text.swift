extension Factor {
  /// The factor as it is written, with a text for each operand: `tanh(0.512)`.
  ///
  /// - Parameter text: the operand's text; the second argument says that a bracket opens right before
  ///   it, so that a minus sign needs no bracket of its own: `tanh(−0.3)`, but `(−0.3)²`.
  public func written(_ text: (Operand, _ isBracketed: Bool) -> String) -> String {
    var rest = operands[...]
    var last: Character?
    return form.reduce(into: "") { result, character in
      if character == "#", let operand = rest.popFirst() {
        result += text(operand, last == "(" || last == "|")
      } else {
        result.append(character)
      }
      last = character
    }
  }

  /// With the operands' numbers, negative ones in brackets where they need it.
  public func numbers(_ text: (Double) -> String) -> String {
    written { operand, isBracketed in
      let number = text(operand.value)
      return operand.value < 0 && !isBracketed ? "(\(number))" : number
    }
  }
}
