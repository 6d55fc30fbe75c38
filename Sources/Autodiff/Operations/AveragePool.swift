public import TensorMath

/// y = the mean of each window, padding counted as 0 (as in PyTorch). The gradient is spread evenly over the window.
/// x [batch, channels, height, width], y [batch, channels, places down, places across].
public struct AveragePool: PoolingOperation {
  public static let name = "average-pool"
  public let window: Window

  public init(_ window: Window) { self.window = window }

  private var count: Int { window.height * window.width }
  private var share: Factor { .constant("1/\(count)", 1 / Double(count)) }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] { [try pooledShape(of: inputs)] }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.averagePool(inputs[0], window, into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.averagePoolBackward(upstream: upstream, window, into: x) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let x = inputs[0]
    return Expansion(
      pixels(under: cell, of: x, outputs[0]).map { Term(Factor(.input(0, cell: $0.pixel), x[$0.pixel]), share) })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let windows = windows(over: cell, of: inputs[0], outputs[0])
    guard !windows.isEmpty else { return Expansion([Term(.constant("0", 0))]) }
    return Expansion(windows.map { Term(Factor(.upstream(cell: $0.cell), upstream[$0.cell]), share) })
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = 1/\(count) · Σ over the window of x", backward: ["∂x = 1/\(count) · Σ ∂y of the windows over it"],
      meaning: BilingualText("Puts the mean in the place of each window.", zh: "用平均值代替每个窗口。"),
      gradientMeaning: BilingualText(
        "Every pixel of a window had an equal share in its mean, and gets an equal share of the gradient.",
        zh: "窗口里每个像素对平均值的贡献相同，分到的梯度也相同。"))
  }

  public static var examples: [OperationExample] {
    let x = Convolution.exampleImage([2, 2, 4, 5])
    return [
      OperationExample(AveragePool(Window(height: 2, width: 2, stride: 2)), [x]),
      OperationExample(AveragePool(Window(height: 3, width: 3, stride: 2, padding: 1)), [x]),
    ]
  }
}
