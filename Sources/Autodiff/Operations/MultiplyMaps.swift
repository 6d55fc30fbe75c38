public import TensorMath

/// y = x · f, where all pixels of a map share one factor: a mask that silences whole channels
/// (Tompson et al. 2015, "Efficient object localization using convolutional networks", section 3.2).
/// x and y [batch, channels, height, width], f [batch, channels].
public struct MultiplyMaps: Operation {
  public static let name = "multiply-maps"
  public let inputNames = ["x", "f"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2, inputs[0].rank == 4, inputs[1].dimensions == Array(inputs[0].dimensions.prefix(2)) else {
      throw ShapeError(name, found: inputs, needed: "batch×channels×height×width and batch×channels")
    }
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.multiplyMaps(inputs[0], by: inputs[1], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.multiplyMaps(upstream, by: inputs[1], into: x) }
    if let factors = gradients[1] { Kernels.mapProducts(upstream, inputs[0], into: factors) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let map = cell / area(inputs[0])
    return Expansion([
      Term(Factor(.input(0, cell: cell), inputs[0][cell]), Factor(.input(1, cell: map), inputs[1][map]))
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    func arriving(_ pixel: Int) -> Factor { Factor(.upstream(cell: pixel), upstream[pixel]) }
    let area = area(inputs[0])
    guard input == 1 else {
      return Expansion([Term(arriving(cell), Factor(.input(1, cell: cell / area), inputs[1][cell / area]))])
    }
    return Expansion(
      (cell * area..<(cell + 1) * area).map { Term(arriving($0), Factor(.input(0, cell: $0), inputs[0][$0])) })
  }

  private func area(_ x: View) -> Int { x.size(ofAxis: 2) * x.size(ofAxis: 3) }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y[n, c, i, j] = x[n, c, i, j] · f[n, c]", backward: ["∂x = ∂y · f[n, c]", "∂f[n, c] = Σ ∂y · x"],
      meaning: BilingualText(
        "Each map is multiplied by its own number, all its pixels alike.", zh: "每个特征图整体乘以自己的一个数，所有像素相同。"),
      gradientMeaning: BilingualText(
        "A pixel's gradient is multiplied by the same number; a map that was silenced passes nothing back.",
        zh: "像素的梯度乘以同一个数；被静音的特征图不传回任何梯度。"))
  }

  public static var examples: [OperationExample] {
    [
      OperationExample(
        MultiplyMaps(), [Convolution.exampleImage([2, 3, 2, 2]), Tensor(rows: [[0.5, -1.2, 0], [1.5, 2, -0.6]])])
    ]
  }
}
