public import TensorMath

/// mean[c] = the mean of channel c over the batch, and over the pixels of its maps: the first step of batch
/// normalization (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1).
/// x [batch, channels, height, width] or [batch, channels], mean [channels].
public struct ChannelMean: Operation {
  public static let name = "channel-mean"
  public let inputNames = ["x"]
  public let outputNames = ["mean"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [[try ChannelShapes.channels(of: inputs, besides: 0, for: name)]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let mean = outputs[0] { Kernels.channelMean(inputs[0], into: mean) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] { Kernels.channelMeanBackward(upstream: upstream, into: x) }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let x = inputs[0]
    let layout = ChannelLayout(x, channels: outputs[0].count)
    let share = ChannelShapes.share(layout)
    return Expansion(layout.terms(ofChannel: cell) { Term(Factor(.input(0, cell: $0), x[$0]), share) })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let layout = ChannelLayout(inputs[0], channels: upstream.count)
    let channel = layout.channel(of: cell)
    return Expansion([Term(Factor(.upstream(cell: channel), upstream[channel]), ChannelShapes.share(layout))])
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "mean[c] = 1/m · Σ x over channel c", backward: ["∂x = 1/m · ∂mean[c]"],
      meaning: BilingualText(
        "The mean of each channel over the whole batch: m numbers, one for each image and pixel.",
        zh: "每个通道在整个批次上的平均值：m 个数，每张图像的每个像素一个。"),
      gradientMeaning: BilingualText(
        "Each of the m numbers had an equal share in the mean, and gets an equal share of the gradient.",
        zh: "m 个数对平均值的贡献相同，分到的梯度也相同。"))
  }

  public static var examples: [OperationExample] {
    ChannelShapes.exampleInputs.map { OperationExample(ChannelMean(), [$0]) }
  }
}

/// What the operations on channels share.
enum ChannelShapes {
  /// How many channels x, the first input, has. The inputs behind it are [channels].
  static func channels(of inputs: [Shape], besides vectors: Int, for name: String) throws(ShapeError) -> Int {
    let needed = "batch×channels×height×width or batch×channels" + (vectors == 0 ? "" : ", and \(vectors) × channels")
    guard inputs.count == vectors + 1, inputs[0].rank == 2 || inputs[0].rank == 4, inputs[0].count > 0 else {
      throw ShapeError(name, found: inputs, needed: needed)
    }
    let channels = inputs[0].dimensions[1]
    guard inputs.dropFirst().allSatisfy({ $0 == [channels] }) else {
      throw ShapeError(name, found: inputs, needed: needed)
    }
    return channels
  }

  static func share(_ layout: ChannelLayout) -> Factor { .constant("1/\(layout.count)", 1 / Double(layout.count)) }

  static var exampleInputs: [Tensor] {
    [Convolution.exampleImage([2, 3, 2, 2]), Tensor(rows: [[0.5, -1.2, 0.8], [1.5, 0.3, -0.6], [-0.4, 0.9, 2.1]])]
  }
  static var exampleMean: Tensor { Tensor([3], [0.2, -0.1, 0.4]) }
  static var exampleVariance: Tensor { Tensor([3], [0.5, 1.2, 0.8]) }
}

extension ChannelLayout {
  /// A term for each cell of a channel.
  func terms(ofChannel channel: Int, _ term: (Int) -> Term) -> [Term] {
    var terms: [Term] = []
    terms.reserveCapacity(count)
    forEachCell(ofChannel: channel) { terms.append(term($0)) }
    return terms
  }
}
