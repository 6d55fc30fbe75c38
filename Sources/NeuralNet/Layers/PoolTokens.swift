public import Autodiff
import TensorMath

/// One vector of all positions: their mean, padding left out, or that of the first or the last.
/// Input [batch, positions, width], output [batch, width].
public struct PoolTokens: Layer {
  public static let name = "pool-tokens"
  public static let settings = [LayerSetting("kind", default: "mean")]
  public static let hasUnits = false
  static let kinds = ["mean", "first", "last"]

  private let kind: String

  public init(_ settings: [String: String]) throws(SettingError) {
    kind = try LayerSettings.choice(settings, "kind", Self.kinds)
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard input.shape.rank == 3, let stream = network.stream else {
      throw ShapeError(Self.name, found: [input.shape], needed: "an entry for each token: batch×positions×width")
    }
    network.stream = nil
    guard kind != "mean" else {
      return try network.program.apply(TokenMean(), input, stream.value, named: "\(name).output")
    }
    let position = kind == "first" ? 0 : input.shape.dimensions[1] - 1
    return try network.program.apply(SelectPosition(at: position), input, named: "\(name).output")
  }
}
