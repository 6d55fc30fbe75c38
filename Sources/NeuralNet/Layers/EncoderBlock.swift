public import Autodiff

/// A block of a Transformer's encoder: self-attention to all positions, then a feed-forward network at each
/// (Vaswani et al. 2017, arXiv:1706.03762, section 3.1). Input and output [batch, positions, width].
public struct EncoderBlock: Layer {
  public static let name = "encoder-block"
  public static let settings = TransformerBlock.settings

  private let block: TransformerBlock

  public init(_ settings: [String: String]) throws(SettingError) { block = try TransformerBlock(settings) }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    try block.build(input, asking: [.itself], named: name, in: &network)
  }
}
