public import Autodiff

/// Attention of a sequence to itself, alone, without what a Transformer's block has around it
/// (Vaswani et al. 2017, arXiv:1706.03762, section 3.2).
///
/// Input and output [batch, positions, width]. With `mask: causal` a position sees itself and those before it; with
/// `residual: true` the input is added to what attention has found.
public struct SelfAttention: Layer {
  public static let name = "self-attention"
  public static let settings =
    Attention.settings + [LayerSetting("mask", default: "none"), LayerSetting("residual", default: "false")]
  public static let masks = ["none", "causal"]

  private let attention: Attention
  private let isCausal: Bool
  private let hasResidual: Bool

  public init(_ settings: [String: String]) throws(SettingError) {
    attention = try Attention(settings)
    isCausal = try LayerSettings.choice(settings, "mask", Self.masks) == "causal"
    hasResidual = try LayerSettings.flag(settings, "residual")
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    let found = try attention.build(input, asking: isCausal ? .past : .itself, named: name, in: &network)
    guard hasResidual else { return found }
    return try network.program.apply(Add(), input, found, named: "\(name).residual1")
  }
}
