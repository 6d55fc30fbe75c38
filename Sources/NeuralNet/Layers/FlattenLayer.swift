public import Autodiff

/// Puts the maps of each sample in one row, for a dense layer. x [batch, channels, height, width], output
/// [batch, channels · height · width].
public struct FlattenLayer: Layer {
  public static let name = "flatten"
  public static let settings: [LayerSetting] = []
  public static let hasUnits = false

  public init(_ settings: [String: String]) throws(SettingError) {}

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    return try network.program.apply(Flatten(), input, named: "\(name).output")
  }
}
