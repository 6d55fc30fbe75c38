public import TensorMath

/// variance[c] = the mean of (x − mean[c])² over channel c: divided by m, not by m − 1 (Ioffe and Szegedy 2015,
/// arXiv:1502.03167, algorithm 1).
/// x [batch, channels, height, width] or [batch, channels], mean and variance [channels].
public struct ChannelVariance: Operation {
  public static let name = "channel-variance"
  public let inputNames = ["x", "mean"]
  public let outputNames = ["variance"]
  public init() {}

  public func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [[try ChannelShapes.channels(of: inputs, besides: 1, for: name)]]
  }

  public func forward(_ inputs: ViewList, into outputs: MutableViewList) {
    if let variance = outputs[0] { Kernels.channelVariance(inputs[0], mean: inputs[1], into: variance) }
  }

  public func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    if let x = gradients[0] {
      Kernels.channelVarianceBackward(inputs[0], mean: inputs[1], upstream: upstream, into: x)
    }
    if let mean = gradients[1] {
      Kernels.channelVarianceBackwardMean(inputs[0], mean: inputs[1], upstream: upstream, into: mean)
    }
  }

  public func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    let layout = ChannelLayout(inputs[0], channels: outputs[0].count)
    let share = ChannelShapes.share(layout)
    return Expansion(
      layout.terms(ofChannel: cell) { pixel in
        let (operands, difference) = difference(at: pixel, of: cell, inputs)
        return Term(Factor("(# − #)²", operands, value: difference * difference), share)
      })
  }

  public func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let layout = ChannelLayout(inputs[0], channels: upstream.count)
    let channel = input == 0 ? layout.channel(of: cell) : cell
    let arriving = Factor(.upstream(cell: channel), upstream[channel])
    let sign = input == 0 ? "" : "−"
    let share = Factor.constant("\(sign)2/\(layout.count)", (input == 0 ? 2 : -2) / Double(layout.count))
    func term(_ pixel: Int) -> Term {
      let (operands, difference) = difference(at: pixel, of: channel, inputs)
      return Term(arriving, share, Factor("(# − #)", operands, value: difference))
    }
    return Expansion(input == 0 ? [term(cell)] : layout.terms(ofChannel: channel, term))
  }

  private func difference(at pixel: Int, of channel: Int, _ inputs: ViewList) -> (operands: [Operand], value: Double) {
    let (x, mean) = (Double(inputs[0][pixel]), Double(inputs[1][channel]))
    return ([Operand(.input(0, cell: pixel), x), Operand(.input(1, cell: channel), mean)], x - mean)
  }

  public var formulas: OperationFormulas {
    OperationFormulas(
      forward: "variance[c] = 1/m · Σ (x − mean[c])² over channel c",
      backward: ["∂x = 2/m · (x − mean[c]) · ∂variance[c]", "∂mean[c] = −2/m · Σ (x − mean[c]) · ∂variance[c]"],
      meaning: BilingualText(
        "How far the numbers of a channel lie from their mean: the mean of the squares.",
        zh: "一个通道的数离平均值有多远：差的平方的平均。"),
      gradientMeaning: BilingualText(
        "Numbers far from the mean have the most to do with the variance. Through the mean nothing comes: the differences from it add up to 0.",
        zh: "离平均值远的数对方差影响最大。经由平均值几乎没有梯度：各个差加起来是 0。"))
  }

  public static var examples: [OperationExample] {
    ChannelShapes.exampleInputs.map { OperationExample(ChannelVariance(), [$0, ChannelShapes.exampleMean]) }
  }
}
