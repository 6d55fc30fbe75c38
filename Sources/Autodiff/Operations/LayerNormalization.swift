public import TensorMath

/// y = (x − mean) / deviation along the last axis: each position by itself is brought to mean 0 and variance 1, whatever
/// batch it is in (Ba, Kiros and Hinton 2016, arXiv:1607.06450, section 3). What it is stretched and moved by afterwards
/// is ``ScaleAndShiftRows``. x and y [.., width]; mean and deviation = √(variance + ε), by-products, [..].
public struct LayerNormalization: Operation {
  public static let name = "layer-normalization"
  public let inputNames = ["x"]
  public let outputNames = ["y", "mean", "deviation"]
  /// ε, which keeps a position whose numbers are all alike from being divided by 0.
  public let epsilon: Float

  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 1, inputs[0].rank >= 1, inputs[0].columns > 0 else {
      throw ShapeError(name, found: inputs, needed: "one tensor with at least one column")
    }
    let rows = Shape(inputs[0].dimensions.dropLast())
    return [inputs[0], rows, rows]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    guard let y = outputs[0], let mean = outputs[1], let deviation = outputs[2] else { return }
    Kernels.normalizeRows(inputs[0], epsilon: epsilon, into: y, mean: mean, deviation: deviation)
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] {
      Kernels.normalizeRowsBackward(output: outputs[0], deviation: outputs[2], upstream: upstream, into: x)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, columns) = (inputs[0], inputs[0].columns)
    let share = Factor.constant("1/\(columns)", 1 / Double(columns))
    switch output {
    case 0: return Expansion([Term(difference(at: cell, x, outputs), inverse(ofRow: cell / columns, outputs))])
    case 1:
      return Expansion((cell * columns..<(cell + 1) * columns).map { Term(Factor(.input(0, cell: $0), x[$0]), share) })
    default:
      let squares = (cell * columns..<(cell + 1) * columns).map { source in
        let difference = difference(at: source, x, outputs)
        return Term(
          Factor("(# − #)²", difference.operands, value: difference.value * difference.value), share)
      }
      let terms = squares + [Term(.constant("\(epsilon)", Double(epsilon)))]
      let total = terms.reduce(0) { $0 + $1.value }
      let root = Factor("√#", [Operand(.constant("Σ"), total)], value: total.squareRoot())
      return Expansion([Term(root)], where: [Definition("Σ", terms)])
    }
  }

  /// ∂xⱼ = ∂yⱼ/deviation − Σₖ ∂yₖ/(width · deviation) − Σₖ ∂yₖ · yₖ · yⱼ/(width · deviation): straight, through the mean
  /// and through the deviation, which every number of the row has a part in.
  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (y, columns) = (outputs[0], inputs[0].columns)
    let row = cell / columns
    let (own, inverse) = (Factor(.output(0, cell: cell), y[cell]), inverse(ofRow: row, outputs))
    let share = Factor.constant("−1/\(columns)", -1 / Double(columns))
    func arriving(_ cell: Int) -> Factor { Factor(.upstream(cell: cell), upstream[cell]) }
    let cells = row * columns..<(row + 1) * columns
    return Expansion(
      [Term(arriving(cell), inverse)] + cells.map { Term(arriving($0), share, inverse) }
        + cells.map { Term(arriving($0), Factor(.output(0, cell: $0), y[$0]), own, share, inverse) })
  }

  private func difference(at cell: Int, _ x: View, _ outputs: ViewList) -> Factor {
    let (row, value) = (cell / x.columns, Double(x[cell]))
    let mean = Double(outputs[1][row])
    return Factor(
      "(# − #)", [Operand(.input(0, cell: cell), value), Operand(.output(1, cell: row), mean)], value: value - mean)
  }

  private func inverse(ofRow row: Int, _ outputs: ViewList) -> Factor {
    let deviation = Double(outputs[2][row])
    return Factor("1/#", [Operand(.output(2, cell: row), deviation)], value: 1 / deviation)
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = (x − mean) / deviation,  deviation = √(variance + \(epsilon))",
      backward: ["∂x = (∂y − mean(∂y) − y · mean(∂y · y)) / deviation"],
      meaning: BilingualText(
        "Brings the numbers of each position to mean 0 and variance 1, by themselves.",
        zh: "把每个位置自己的一组数变成平均 0、方差 1。"),
      gradientMeaning: BilingualText(
        "A number's gradient comes straight, through the mean and through the deviation: what would only move or stretch the whole row is taken out.",
        zh: "一个数的梯度有三条来路：直接的、经平均值的、经标准差的；只会让整行平移或伸缩的部分被去掉。"),
      byProducts: [
        ("mean = 1/n · Σ x", BilingualText("The mean of a position's numbers.", zh: "一个位置各数的平均值。")),
        (
          "deviation = √(variance + \(epsilon))",
          BilingualText("How far a position's numbers are from their mean.", zh: "一个位置的数离平均值有多远。")
        ),
      ])
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(LayerNormalization(), [exampleTokens([2, 2, 5], 13)]),
      OperationExample(LayerNormalization(epsilon: 0.5), [exampleTokens([3, 4], 14)]),
    ]
  }
}
