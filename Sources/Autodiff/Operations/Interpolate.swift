public import TensorMath

/// y = (1 − z) · a + z · b, cell by cell: z says how much of b is kept and how much of a takes its place
/// (the update gate of Cho et al. 2014, section 2.3, in PyTorch's form). All of one shape.
public struct Interpolate: Operation {
  public static let name = "interpolate"
  public let inputNames = ["a", "b", "z"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 3, inputs.allSatisfy({ $0 == inputs[0] }) else {
      throw ShapeError(name, found: inputs, needed: "three tensors of one shape")
    }
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.interpolate(inputs[0], inputs[1], inputs[2], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    Kernels.interpolateBackward(
      inputs[0], inputs[1], inputs[2], upstream: upstream, a: gradients[0], b: gradients[1], z: gradients[2])
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    Expansion([
      Term(Factor(.input(0, cell: cell), inputs[0][cell]), rest(inputs, cell)),
      Term(Factor(.input(1, cell: cell), inputs[1][cell]), Factor(.input(2, cell: cell), inputs[2][cell])),
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let arriving = Factor(.upstream(cell: cell), upstream[cell])
    switch input {
    case 0: return Expansion([Term(arriving, rest(inputs, cell))])
    case 1: return Expansion([Term(arriving, Factor(.input(2, cell: cell), inputs[2][cell]))])
    default:
      return Expansion([
        Term(arriving, Factor(.input(1, cell: cell), inputs[1][cell])),
        Term(.constant("−1", -1), arriving, Factor(.input(0, cell: cell), inputs[0][cell])),
      ])
    }
  }

  private func rest(_ inputs: ViewList, _ cell: Int) -> Factor {
    let z = Double(inputs[2][cell])
    return Factor("(1 − #)", [Operand(.input(2, cell: cell), z)], value: 1 - z)
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = (1 − z) · a + z · b", backward: ["∂a = ∂y · (1 − z)", "∂b = ∂y · z", "∂z = ∂y · (b − a)"],
      meaning: BilingualText(
        "Keeps the share z of the old and takes the rest from the new.", zh: "旧的保留 z 这一份，其余取自新的。"),
      gradientMeaning: BilingualText(
        "The gradient is divided as the numbers were: where z is near 1 it goes back to the old nearly whole.",
        zh: "梯度按同样的份额分配：z 接近 1 时，它几乎完整地回到旧值。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        Interpolate(),
        [
          elementwiseExampleInput, Tensor([2, 3], [0.5, -0.3, 1.2, -0.8, 0.1, 0.6]),
          Tensor([2, 3], [0.2, 0.9, 0.5, 0.1, 0.7, 0.35]),
        ])
    ]
  }
}
