public import Autodiff

/// Each position brought to mean 0 and deviation 1 over its numbers, then scaled and shifted by what is learned
/// (Ba, Kiros and Hinton 2016, arXiv:1607.06450): what stands behind blocks that normalize before their sublayers.
/// Input and output [.., width].
public struct LayerNormalizationLayer: Layer {
  public static let name = "layer-norm"
  public static let settings: [LayerSetting] = []
  public static let hasUnits = false

  public init(_ settings: [String: String]) throws(SettingError) {}

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    return try network.layerNormalization(input, named: "\(name).output", scope: nil)
  }
}
