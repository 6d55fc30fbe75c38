public import Autodiff
public import TensorMath

/// A program in the making, together with how each parameter gets its first numbers.
public struct NetworkBuilder {
  public var program = ProgramBuilder()
  public private(set) var parameters: [ParameterPlan] = []
  /// Whether the program is for training; dropout is left out of others.
  public let isTraining: Bool
  /// What a sample of tokens is; nil for other samples.
  public let tokens: TokenLayout?
  /// What the network reads, once that is known.
  var features: ProgramBuilder.Value?
  /// The tokens whose positions the value being built has; nil where it has none.
  var stream: TokenStream?
  /// What the layers so far have put out, for those that look back at one by its name.
  private var outputs: [(name: String, output: LayerOutput)] = []

  public init(isTraining: Bool = false, tokens: TokenLayout? = nil) {
    self.isTraining = isTraining
    self.tokens = tokens
  }

  /// A tensor that is learned.
  ///
  /// - Parameter isWeight: whether penalties apply to it; nil for "if it is a matrix".
  public mutating func parameter(
    _ name: String, _ shape: Shape, _ initializer: any Initializer, fanIn: Int, fanOut: Int, isWeight: Bool? = nil
  ) -> ProgramBuilder.Value {
    let value = program.parameter(name, shape)
    parameters.append(
      ParameterPlan(
        name: name, shape: shape, initializer: initializer, fanIn: fanIn, fanOut: fanOut,
        isWeight: isWeight ?? (shape.rank >= 2), value: value))
    return value
  }

  /// Keeps what a layer has put out.
  mutating func remember(_ value: ProgramBuilder.Value, of layer: String) {
    outputs.append((layer, LayerOutput(value: value, stream: stream)))
  }

  /// What an earlier layer has put out.
  func output(of layer: String, for operation: String) throws(ShapeError) -> LayerOutput {
    if let found = outputs.first(where: { $0.name == layer }) { return found.output }
    let names = outputs.map(\.name)
    throw ShapeError(
      operation, found: "\"\(layer)\"",
      needed: "the name of an earlier layer" + (names.isEmpty ? "" : ": \(names.joined(separator: ", "))"))
  }
}

/// Tokens [batch, positions] in a program.
struct TokenStream {
  let value: ProgramBuilder.Value
  let isPadded: Bool
}

/// What a layer has put out, and, where it has an entry for each of some tokens, which those are.
struct LayerOutput {
  let value: ProgramBuilder.Value
  let stream: TokenStream?
}
