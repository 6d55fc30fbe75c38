public import TensorMath

/// y[n] = the mean of x[n, t] over the positions t whose token is not padding (0): one row for a whole sequence, however
/// long. Where all is padding it is 0. x [batch, positions, width], tokens [batch, positions], y [batch, width].
public struct TokenMean: Operation {
  public static let name = "token-mean"
  public let inputNames = ["x", "tokens"]
  public let constantInputs: Set<Int> = [1]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank == 3, inputs[0].dimensions.dropLast().elementsEqual(inputs[1].dimensions)
    else { throw ShapeError(name, found: inputs, needed: "batch×positions×width and batch×positions") }
    return [[inputs[0].dimensions[0], inputs[0].columns]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.tokenMean(inputs[0], tokens: inputs[1], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.tokenMeanBackward(upstream: upstream, tokens: inputs[1], into: x) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, tokens) = (inputs[0], inputs[1])
    let (sample, column) = (cell / x.columns, cell % x.columns)
    let counted = (0..<tokens.columns).filter { tokens[sample, $0] != 0 }
    guard !counted.isEmpty else { return .nothing }
    let share = Factor.constant("1/\(counted.count)", 1 / Double(counted.count))
    return Expansion(
      counted.map { position in
        let source = (sample * tokens.columns + position) * x.columns + column
        return Term(Factor(.input(0, cell: source), x[source]), share)
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (tokens, width) = (inputs[1], inputs[0].columns)
    let row = cell / width
    guard input == 0, tokens[row] != 0 else { return .nothing }
    let sample = row / tokens.columns
    let (count, source) = (Kernels.countTokens(tokens, sample: sample), sample * width + cell % width)
    return Expansion([
      Term(Factor(.upstream(cell: source), upstream[source]), .constant("1/\(count)", 1 / Double(count)))
    ])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, :] = 1/count · Σ x[n, t, :] over t with token[n, t] ≠ 0",
      backward: ["∂x[n, t, :] = 1/count · ∂y[n, :] if token[n, t] ≠ 0, else 0", ""],
      meaning: BilingualText(
        "Makes one row of a whole sequence: the mean of its positions, without padding.",
        zh: "把整个序列变成一行：各位置的平均，不算填充。"),
      gradientMeaning: BilingualText(
        "Every position that was counted gets the same share.", zh: "每个算进去的位置得到同样的一份。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        TokenMean(), [exampleTokens([3, 3, 2], 17), Tensor(rows: [[3, 1, 0], [2, 4, 5], [0, 0, 0]])], dataInputs: [1])
    ]
  }
}
