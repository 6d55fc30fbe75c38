extension Factor {
  /// The factor as it is written, with a text for each operand: `tanh(0.512)`.
  public func written(_ text: (Operand) -> String) -> String {
    var rest = operands[...]
    return form.reduce(into: "") { result, character in
      if character == "#", let operand = rest.popFirst() {
        result += text(operand)
      } else {
        result.append(character)
      }
    }
  }
}
