/// Single signs of the interface, in Unicode and in ASCII.
public struct Signs: Hashable, Sendable {
  /// The step that runs next.
  public let current: Character
  public let done: Character
  public let wrong: Character
  public let breakpoint: Character
  /// A breakpoint that is turned off.
  public let breakpointOff: Character
  /// A value that has not been computed: never drawn as 0.
  public let notYet: Character
  public let minus: Character
  public let times: Character
  public let product: Character
  public let left: Character
  public let right: Character
  public let up: Character
  public let down: Character
  /// Marks above a column and beside a row that are lit.
  public let columnMark: Character
  public let rowMark: Character
  public let verticalLine: Character
  public let dottedLine: Character
  public let paused: Character
  public let ellipsis: String
  /// One mark per class or curve.
  public let pointMarks: [Character]

  public static let unicode = Signs(
    current: "▶", done: "✓", wrong: "✗", breakpoint: "●", breakpointOff: "○", notYet: "·", minus: "−", times: "×",
    product: "·",
    left: "◂", right: "▸", up: "▴", down: "▾", columnMark: "▾", rowMark: "▸", verticalLine: "│", dottedLine: "┊",
    paused: "‖", ellipsis: "…", pointMarks: ["●", "▲", "■", "◆", "○", "△", "□", "◇"])

  public static let ascii = Signs(
    current: ">", done: "+", wrong: "!", breakpoint: "b", breakpointOff: "-", notYet: ".", minus: "-", times: "x",
    product: "*",
    left: "<", right: ">", up: "^", down: "v", columnMark: "v", rowMark: ">", verticalLine: "|", dottedLine: ":",
    paused: "=", ellipsis: "~", pointMarks: ["o", "x", "+", "*", "#", "@", "%", "&"])

  public func pointMark(_ index: Int) -> Character { pointMarks[abs(index % pointMarks.count)] }
}
