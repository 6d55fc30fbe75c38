public import TensorMath

/// y = γ · x + β along the last axis: each normalized row is stretched and moved by numbers that are learned, the same
/// for every position (Ba, Kiros and Hinton 2016, arXiv:1607.06450, section 3). x and y [.., width], γ and β [width].
public struct ScaleAndShiftRows: Operation {
  public static let name = "scale-and-shift-rows"
  public let inputNames = ["x", "γ", "β"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 3, inputs[0].rank >= 2, inputs[1] == [inputs[0].columns], inputs[2] == inputs[1] else {
      let rows = inputs.first?.rank == 3 ? "batch×positions" : "batch"
      throw ShapeError(name, found: inputs, needed: "\(rows)×width, width and width")
    }
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.scaleAndShiftRows(inputs[0], scale: inputs[1], shift: inputs[2], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.scaleAndShiftRows(upstream, scale: inputs[1], shift: nil, into: x) }
    if let scale = gradients[1] { Kernels.rowProducts(upstream, inputs[0], into: scale) }
    if let shift = gradients[2] { Kernels.sumRows(upstream, into: shift) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, scale, shift) = (inputs[0], inputs[1], inputs[2])
    let column = cell % x.columns
    return Expansion([
      Term(Factor(.input(1, cell: column), scale[column]), Factor(.input(0, cell: cell), x[cell])),
      Term(Factor(.input(2, cell: column), shift[column])),
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (x, scale) = (inputs[0], inputs[1])
    func arriving(_ cell: Int) -> Factor { Factor(.upstream(cell: cell), upstream[cell]) }
    let column = stride(from: cell, to: x.count, by: x.columns)
    switch input {
    case 0:
      let own = cell % x.columns
      return Expansion([Term(arriving(cell), Factor(.input(1, cell: own), scale[own]))])
    case 1: return Expansion(column.map { Term(arriving($0), Factor(.input(0, cell: $0), x[$0])) })
    default: return Expansion(column.map { Term(arriving($0)) })
    }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[.., c] = γ[c] · x[.., c] + β[c]",
      backward: ["∂x = γ · ∂y", "∂γ[c] = Σ ∂y[.., c] · x[.., c]", "∂β[c] = Σ ∂y[.., c]"],
      meaning: BilingualText(
        "Each column is stretched by its own γ and moved by its own β, which are learned.",
        zh: "每一列乘以自己的 γ，再加上自己的 β；两者都是学出来的。"),
      gradientMeaning: BilingualText(
        "γ hears from every number that it stretched, β from every number that it moved.",
        zh: "γ 收到它放大过的每个数的贡献，β 收到它移动过的每个数的贡献。"))
  }

  public static var examples: [OperationExample] {
    let vectors = [Tensor([3], [1.2, -0.7, 0.4]), Tensor([3], [0.3, 0.8, -0.5])]
    return [
      OperationExample(ScaleAndShiftRows(), [exampleTokens([2, 2, 3], 15)] + vectors),
      OperationExample(ScaleAndShiftRows(), [exampleTokens([4, 3], 16)] + vectors),
    ]
  }
}
