public import Autodiff
import TensorMath

/// Logits from the table of an embedding: how well each position's vector fits the vector of every token
/// (Press and Wolf 2017, "Using the output embedding to improve language models", arXiv:1608.05859).
/// Input [batch, positions, width], output [batch, positions, vocabulary]. No parameter of its own.
public struct TiedOutput: Layer {
  public static let name = "tied-output"
  public static let settings = [LayerSetting("embedding")]
  public static let hasUnits = false

  private let embedding: String

  public init(_ settings: [String: String]) throws(SettingError) { embedding = settings["embedding"] ?? "" }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard let table = network.parameters.first(where: { $0.name == "\(embedding).table" }) else {
      var error = ShapeError(Self.name, found: "\"\(embedding)\"", needed: "the name of an embedding before it")
      error.scope = name
      throw error
    }
    return try network.program.apply(TransposedProduct(), input, table.value, named: "\(name).output")
  }
}
