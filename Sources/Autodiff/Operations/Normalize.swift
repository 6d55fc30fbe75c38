public import TensorMath

/// y = (x − mean[c]) / √(variance[c] + ε), channel by channel: with the mean and variance of the batch while training,
/// with running ones afterwards (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2).
/// x and y [batch, channels, height, width] or [batch, channels], mean and variance [channels].
public struct Normalize: Operation {
  public static let name = "normalize"
  public let inputNames = ["x", "mean", "variance"]
  /// ε, which keeps a channel without variance from being divided by 0.
  public let epsilon: Float

  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    _ = try ChannelShapes.channels(of: inputs, besides: 2, for: name)
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] {
      Kernels.normalize(inputs[0], mean: inputs[1], variance: inputs[2], epsilon: epsilon, into: y)
    }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    let (x, mean, variance) = (inputs[0], inputs[1], inputs[2])
    if let target = gradients[0] {
      Kernels.normalizeBackward(upstream: upstream, variance: variance, epsilon: epsilon, into: target)
    }
    if let target = gradients[1] {
      Kernels.normalizeBackwardMean(upstream: upstream, variance: variance, epsilon: epsilon, into: target)
    }
    if let target = gradients[2] {
      Kernels.normalizeBackwardVariance(
        x, mean: mean, variance: variance, epsilon: epsilon, upstream: upstream, into: target)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let channel = ChannelLayout(inputs[0], channels: inputs[1].count).channel(of: cell)
    return Expansion([Term(difference(at: cell, of: channel, inputs), root(of: channel, inputs))])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let layout = ChannelLayout(inputs[0], channels: inputs[1].count)
    func arriving(_ pixel: Int) -> Factor { Factor(.upstream(cell: pixel), upstream[pixel]) }
    switch input {
    case 0: return Expansion([Term(arriving(cell), root(of: layout.channel(of: cell), inputs))])
    case 1:
      let root = root(of: cell, inputs, sign: "−")
      return Expansion(layout.terms(ofChannel: cell) { Term(arriving($0), root) })
    default:
      let deviation = (Double(inputs[2][cell]) + Double(epsilon)).squareRoot()
      let slope = Factor(
        "−1/2·(# + ε)^(−3/2)", [Operand(.input(2, cell: cell), Double(inputs[2][cell]))],
        value: -0.5 / (deviation * deviation * deviation))
      return Expansion(
        layout.terms(ofChannel: cell) { Term(arriving($0), difference(at: $0, of: cell, inputs), slope) })
    }
  }

  private func difference(at pixel: Int, of channel: Int, _ inputs: ViewList) -> Factor {
    let (x, mean) = (Double(inputs[0][pixel]), Double(inputs[1][channel]))
    return Factor(
      "(# − #)", [Operand(.input(0, cell: pixel), x), Operand(.input(1, cell: channel), mean)], value: x - mean)
  }

  private func root(of channel: Int, _ inputs: ViewList, sign: String = "") -> Factor {
    let variance = Double(inputs[2][channel])
    let value = 1 / (variance + Double(epsilon)).squareRoot()
    return Factor(
      "\(sign)1/√(# + ε)", [Operand(.input(2, cell: channel), variance)], value: sign.isEmpty ? value : -value)
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = (x − mean[c]) / √(variance[c] + \(epsilon))",
      backward: [
        "∂x = ∂y / √(variance[c] + ε)", "∂mean[c] = −Σ ∂y / √(variance[c] + ε)",
        "∂variance[c] = −1/2 · Σ ∂y · (x − mean[c]) · (variance[c] + ε)^(−3/2)",
      ],
      meaning: BilingualText(
        "Brings each channel to mean 0 and variance 1, whatever the layer before did.",
        zh: "不管前一层给出什么，都把每个通道变成平均 0、方差 1。"),
      gradientMeaning: BilingualText(
        "A number's gradient is divided by what it was divided by; mean and variance get what all numbers of the channel send back.",
        zh: "一个数的梯度除以它前向时除以的数；平均值和方差得到该通道所有数传回的梯度之和。"))
  }

  public static var examples: [OperationExample] {
    ChannelShapes.exampleInputs.map {
      OperationExample(Normalize(), [$0, ChannelShapes.exampleMean, ChannelShapes.exampleVariance])
    }
  }
}
