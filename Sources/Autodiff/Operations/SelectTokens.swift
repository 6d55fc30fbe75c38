public import TensorMath

/// y = some neighboring positions of each sample's tokens: the source of a translation, say, or what its decoder has
/// been given. Tokens are data, so that no gradient goes back. features [batch, positions], y [batch, count].
public struct SelectTokens: Operation {
  public static let name = "select-tokens"
  public let inputNames = ["features"]
  public let constantInputs: Set<Int> = [0]
  /// The first position, from 0, and how many.
  public let first: Int
  public let count: Int

  public init(from first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank == 2, first >= 0, count > 0, first + count <= inputs[0].dimensions[1]
    else { throw ShapeError(name, found: inputs, needed: "batch×positions with at least \(first + count) positions") }
    return [[inputs[0].dimensions[0], count]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.copyColumns(inputs[0], from: first, into: y, at: 0, count) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {}

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let source = cell / count * inputs[0].columns + first + cell % count
    return Expansion([Term(Factor(.input(0, cell: source), inputs[0][source]))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { .nothing }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = features[:, \(first)…\(first + count - 1)]", backward: ["∂features = 0"],
      meaning: BilingualText("Takes the tokens of some positions as they are.", zh: "原样取出若干位置上的词元。"),
      gradientMeaning: BilingualText("Tokens are data: no gradient passes.", zh: "词元是数据：梯度不通过。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        SelectTokens(from: 1, count: 2), [Tensor(rows: [[3, 1, 2, 0], [2, 4, 0, 0]])], dataInputs: [0])
    ]
  }
}
