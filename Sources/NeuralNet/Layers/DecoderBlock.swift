public import Autodiff

/// A block of a Transformer's decoder: self-attention to the positions so far, cross-attention to an encoder's output
/// where `memory` names one, then a feed-forward network at each position (Vaswani et al. 2017, arXiv:1706.03762,
/// section 3.1). Without memory it is a block of a language model. Input and output [batch, positions, width].
public struct DecoderBlock: Layer {
  public static let name = "decoder-block"
  public static let settings = TransformerBlock.settings + [LayerSetting("memory", default: "none")]

  private let block: TransformerBlock
  /// The layer that is asked; nil for none.
  private let memory: String?

  public init(_ settings: [String: String]) throws(SettingError) {
    block = try TransformerBlock(settings)
    let memory = settings["memory"] ?? "none"
    self.memory = memory == "none" ? nil : memory
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    var memories = [Attention.Memory.past]
    if let memory { memories.append(.other(try network.output(of: memory, for: "\(name)'s memory"))) }
    return try block.build(input, asking: memories, named: name, in: &network)
  }
}
