public import Autodiff
import TensorMath

/// A vector for each token, looked up in a table that is learned, and to it a vector for the position
/// (Vaswani et al. 2017, arXiv:1706.03762, sections 3.4 and 3.5).
///
/// Reads the sample's tokens [batch, positions], the source's or the target's, whatever layer stands before it. Output
/// [batch, positions, width]. `positions: sinusoidal` adds the paper's waves, `learned` a second table, `none` nothing:
/// attention then cannot tell one order from another. With `scaled: true` vectors are multiplied by √width first, as in
/// the paper.
public struct EmbeddingLayer: Layer {
  public static let name = "embedding"
  public static let settings = [
    LayerSetting("width"), LayerSetting("positions", default: "none"), LayerSetting("reads", default: "source"),
    LayerSetting("scaled", default: "false"),
  ]
  /// What positions may be.
  public static let positionKinds = ["none", "sinusoidal", "learned"]
  static let largestWidth = 1024
  /// A table of more numbers is refused before any memory is taken.
  static let largestTable = 16 << 20

  private let width: Int
  private let positions: String
  private let readsTarget: Bool
  private let isScaled: Bool

  public init(_ settings: [String: String]) throws(SettingError) {
    width = try LayerSettings.number(settings, "width", 1...Self.largestWidth)
    positions = try LayerSettings.choice(settings, "positions", Self.positionKinds)
    readsTarget = try LayerSettings.choice(settings, "reads", ["source", "target"]) == "target"
    isScaled = try LayerSettings.flag(settings, "scaled")
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard let layout = network.tokens, let features = network.features, features.shape.columns == layout.positions
    else { throw error(name, found: "\(input.shape)", needed: "samples of tokens") }
    guard let sequence = readsTarget ? layout.target : layout.source else {
      throw error(name, found: "samples without a target sequence", needed: "reads: source")
    }
    guard sequence.vocabulary * width <= Self.largestTable else {
      throw error(
        name, found: "\(sequence.vocabulary) tokens × \(width)",
        needed: "a table of at most \(Self.largestTable) numbers")
    }
    var tokens = features
    if layout.target != nil {
      let start = readsTarget ? layout.source.length : 0
      tokens = try network.program.apply(
        SelectTokens(from: start, count: sequence.length), features, named: "\(name).tokens")
    }
    network.stream = TokenStream(value: tokens, isPadded: sequence.isPadded)
    // The rows of a table are vectors of their own: how large they start has nothing to do with how many there are.
    let table = network.parameter(
      "\(name).table", [sequence.vocabulary, width], XavierInitializer(), fanIn: width, fanOut: width)
    let isBare = positions == "none" && !isScaled
    var value = try network.program.apply(
      Embedding(), tokens, table, named: isBare ? "\(name).output" : "\(name).vectors")
    if isScaled {
      value = try network.program.apply(
        Scale(by: Float(width).squareRoot(), written: "√\(width)"), value,
        named: positions == "none" ? "\(name).output" : "\(name).scaled")
    }
    guard positions != "none" else { return value }
    let shape: Shape = [sequence.length, width]
    let place =
      positions == "learned"
      ? network.parameter("\(name).positions", shape, XavierInitializer(), fanIn: width, fanOut: width)
      : try network.program.apply(
        SinusoidalPositions(length: sequence.length, width: width), [], named: ["\(name).positions"])[0]
    return try network.program.apply(Add(), value, place, named: "\(name).output")
  }

  private func error(_ name: String, found: String, needed: String) -> ShapeError {
    var error = ShapeError(Self.name, found: found, needed: needed)
    error.scope = name
    return error
  }
}
