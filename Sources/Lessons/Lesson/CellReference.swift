public import Autodiff
import TensorMath

/// One number of a run as lessons write it, the way it stands on the screen: `hidden.weight[1, 0]`, or
/// `loss` for a value that is one number.
public struct CellReference: Hashable, Sendable, CustomStringConvertible {
  /// The value's name in the program.
  public let value: String
  /// Row, column …, from 0; empty for a value that is one number.
  public let indices: [Int]

  public init(_ value: String, _ indices: [Int] = []) {
    self.value = value
    self.indices = indices
  }

  /// Nil when the text is not a name with perhaps whole numbers in brackets.
  public init?(_ text: String) {
    let text = text.trimmed
    guard let bracket = text.firstIndex(of: "[") else {
      guard Self.isName(text) else { return nil }
      self.init(text, [])
      return
    }
    let name = text[..<bracket].trimmed
    guard text.hasSuffix("]"), Self.isName(name) else { return nil }
    let inside = text[text.index(after: bracket)...].dropLast()
    var indices: [Int] = []
    for part in inside.split(separator: ",", omittingEmptySubsequences: false) {
      guard let index = Int(part.trimmed), index >= 0 else { return nil }
      indices.append(index)
    }
    self.init(name, indices)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || ".-_".contains($0) }
  }

  public var description: String {
    indices.isEmpty ? value : "\(value)[\(indices.map(String.init).joined(separator: ", "))]"
  }

  /// The cell in a program, or why there is none.
  public func address(in program: Program) throws(ReferenceError) -> CellAddress {
    guard let slot = program.slot(named: value) else {
      throw ReferenceError(unknownValue: value, in: program)
    }
    // A tensor of one number needs no indices.
    if indices.isEmpty, slot.shape.count == 1 { return CellAddress(slot.id, cell: 0) }
    guard let cell = slot.shape.offset(of: indices) else {
      throw ReferenceError(
        found: "\(self)", needed: "a cell of \(value), whose shape is \(slot.shape), counted from 0", suggestion: nil)
    }
    return CellAddress(slot.id, cell: cell)
  }
}

/// A name or a moment that a program does not have.
public struct ReferenceError: Error, Hashable, Sendable, CustomStringConvertible {
  public let found: String
  public let needed: String
  public let suggestion: String?

  init(found: String, needed: String, suggestion: String?) {
    self.found = found
    self.needed = needed
    self.suggestion = suggestion
  }

  private static let mostNames = 40

  init(unknownValue name: String, in program: Program, orOneOf others: [String] = []) {
    let names = program.slots.map(\.name).filter { !$0.hasSuffix(".previous") }
    // Nobody reads hundreds of names to find the one that was meant.
    let needed =
      names.count <= Self.mostNames
      ? choice(of: others + names)
      : "\(others.map { "\($0) or " }.joined())the name of one of the network's \(names.count) values, which `backstep trace` lists"
    self.init(
      found: quoted(name), needed: needed,
      suggestion: Lessons.suggestion(for: name, among: others + names))
  }

  public var description: String {
    "found \(found), needed \(needed)." + (suggestion.map { " \($0)" } ?? "")
  }
}
