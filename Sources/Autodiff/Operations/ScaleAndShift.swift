public import TensorMath

/// y = γ[c] · x + β[c]: lets a normalized channel have any mean and deviation again, now as numbers that are learned
/// (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1).
/// x and y [batch, channels, height, width] or [batch, channels], γ and β [channels].
public struct ScaleAndShift: Operation {
  public static let name = "scale-and-shift"
  public let inputNames = ["x", "γ", "β"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    _ = try ChannelShapes.channels(of: inputs, besides: 2, for: name)
    return [inputs[0]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let y = outputs[0] { Kernels.scaleAndShift(inputs[0], scale: inputs[1], shift: inputs[2], into: y) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.scaleChannels(upstream, by: inputs[1], into: x) }
    if let scale = gradients[1] { Kernels.channelProducts(upstream, inputs[0], into: scale) }
    if let shift = gradients[2] { Kernels.channelSums(upstream, into: shift) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let (x, scale, shift) = (inputs[0], inputs[1], inputs[2])
    let channel = ChannelLayout(x, channels: scale.count).channel(of: cell)
    return Expansion([
      Term(Factor(.input(1, cell: channel), scale[channel]), Factor(.input(0, cell: cell), x[cell])),
      Term(Factor(.input(2, cell: channel), shift[channel])),
    ])
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let (x, scale) = (inputs[0], inputs[1])
    let layout = ChannelLayout(x, channels: scale.count)
    func arriving(_ pixel: Int) -> Factor { Factor(.upstream(cell: pixel), upstream[pixel]) }
    switch input {
    case 0:
      let channel = layout.channel(of: cell)
      return Expansion([Term(arriving(cell), Factor(.input(1, cell: channel), scale[channel]))])
    case 1:
      return Expansion(layout.terms(ofChannel: cell) { Term(arriving($0), Factor(.input(0, cell: $0), x[$0])) })
    default: return Expansion(layout.terms(ofChannel: cell) { Term(arriving($0)) })
    }
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "y = γ[c] · x + β[c]", backward: ["∂x = γ[c] · ∂y", "∂γ[c] = Σ ∂y · x", "∂β[c] = Σ ∂y"],
      meaning: BilingualText(
        "Each channel is stretched by its own γ and moved by its own β, which are learned.",
        zh: "每个通道乘以自己的 γ，再加上自己的 β；两者都是学出来的。"),
      gradientMeaning: BilingualText(
        "γ hears from every number that it stretched, β from every number that it moved.",
        zh: "γ 收到它放大过的每个数的贡献，β 收到它移动过的每个数的贡献。"))
  }

  public static var examples: [OperationExample] {
    ChannelShapes.exampleInputs.map {
      OperationExample(ScaleAndShift(), [$0, ChannelShapes.exampleVariance, ChannelShapes.exampleMean])
    }
  }
}
