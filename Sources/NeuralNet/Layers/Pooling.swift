public import Autodiff
public import TensorMath

/// Makes maps smaller: one number for each window, its largest or its mean. Nothing is learned here.
/// x [batch, channels, height, width], output [batch, channels, places down, places across].
public struct Pooling: Layer {
  public static let name = "pooling"
  public static let settings = [
    LayerSetting("kind", default: "max"), LayerSetting("size", default: "2"), LayerSetting("stride", default: "size"),
    LayerSetting("padding", default: "0"),
  ]
  public static let takesImages = true
  public static let hasUnits = false
  public static let kinds = ["max", "average"]

  public let kind: String
  public let window: Window

  public init(_ settings: [String: String]) throws(SettingError) {
    kind = settings["kind"] ?? ""
    guard Pooling.kinds.contains(kind) else { throw SettingError("kind", unknown: kind, known: Pooling.kinds) }
    window = try WindowSettings.window(settings)
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard kind == "max" else {
      return try network.program.apply(AveragePool(window), input, named: "\(name).output")
    }
    return try network.program.apply(
      MaximumPool(window), [input], named: ["\(name).output", "\(name).winner"])[0]
  }
}
