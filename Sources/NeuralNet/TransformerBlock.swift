import Autodiff
import TensorMath

/// What encoder and decoder blocks have in common: sublayers, each with a path around it and a normalization
/// (Vaswani et al. 2017, arXiv:1706.03762, section 3.1).
///
/// With `normalization: after`, as in the paper, y = LN(x + f(x)); with `before`, y = x + f(LN(x)), which trains
/// without warm-up (Xiong et al. 2020, "On layer normalization in the Transformer architecture", arXiv:2002.04745).
struct TransformerBlock {
  static let settings =
    Attention.settings + [
      LayerSetting("feed-forward"), LayerSetting("activation", default: "relu"),
      LayerSetting("normalization", default: "before"), LayerSetting("residual", default: "true"),
    ]
  static let largestFeedForward = 4096
  static let activations = ["relu", "gelu"]

  let attention: Attention
  private let feedForward: Int
  private let activation: any Operation
  private let normalization: String
  private let hasResidual: Bool

  init(_ settings: [String: String]) throws(SettingError) {
    attention = try Attention(settings)
    feedForward = try LayerSettings.number(settings, "feed-forward", 1...Self.largestFeedForward)
    let name = try LayerSettings.choice(settings, "activation", Self.activations)
    activation = name == "gelu" ? GELU() : ReLU()
    normalization = try LayerSettings.choice(settings, "normalization", TransformerBlocks.normalizations)
    hasResidual = try LayerSettings.flag(settings, "residual")
  }

  typealias Value = ProgramBuilder.Value
  /// A block of attention to each of these, one after the other, and the feed-forward network.
  func build(
    _ input: Value, asking memories: [Attention.Memory], named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    var value = input
    for number in 1...memories.count + 1 {
      let read = normalization == "before" ? try normalized(value, named: name, number, in: &network) : value
      let found =
        number <= memories.count
        ? try attention.build(read, asking: memories[number - 1], named: name, in: &network)
        : try feedForward(read, named: name, in: &network)
      value = hasResidual ? try network.program.apply(Add(), value, found, named: "\(name).residual\(number)") : found
      if normalization == "after" { value = try normalized(value, named: name, number, in: &network) }
    }
    return value
  }

  private func normalized(
    _ x: Value, named name: String, _ number: Int, in network: inout NetworkBuilder
  ) throws(ShapeError) -> Value {
    try network.layerNormalization(x, named: "\(name).norm\(number)", scope: "normalization \(number)")
  }

  /// The same two layers at every position: `max(0, x · W₁ + b₁) · W₂ + b₂` (section 3.3).
  private func feedForward(_ x: Value, named name: String, in network: inout NetworkBuilder) throws(ShapeError) -> Value
  {
    network.program.scope.append("feed-forward")
    defer { network.program.scope.removeLast() }
    let width = x.shape.columns
    let inner = try network.affine(x, units: feedForward, attention.initializer, named: "\(name).feed_forward1")
    let active = try network.program.apply(activation, inner, named: "\(name).activation")
    return try network.affine(active, units: width, attention.initializer, named: "\(name).feed_forward2")
  }
}

extension NetworkBuilder {
  /// x · W + b at every position.
  mutating func affine(
    _ x: ProgramBuilder.Value, units: Int, _ initializer: any Initializer, named name: String
  ) throws(ShapeError) -> ProgramBuilder.Value {
    let width = x.shape.columns
    let weight = parameter("\(name)_weight", [width, units], initializer, fanIn: width, fanOut: units)
    let bias = parameter("\(name)_bias", [units], ZeroInitializer(), fanIn: width, fanOut: units)
    return try program.apply(Affine(), x, weight, bias, named: name)
  }

  /// Each position brought to mean 0 and deviation 1 over its numbers, then scaled and shifted by what is learned
  /// (Ba, Kiros and Hinton 2016, "Layer normalization", arXiv:1607.06450).
  mutating func layerNormalization(
    _ x: ProgramBuilder.Value, named name: String, scope: String?
  ) throws(ShapeError) -> ProgramBuilder.Value {
    if let scope { program.scope.append(scope) }
    defer { if scope != nil { program.scope.removeLast() } }
    let width = x.shape.columns
    let scale = parameter("\(name)_scale", [width], OneInitializer(), fanIn: width, fanOut: width)
    let shift = parameter("\(name)_shift", [width], ZeroInitializer(), fanIn: width, fanOut: width)
    let normalized = try program.apply(
      LayerNormalization(), [x], named: ["\(name)_normalized", "\(name)_mean", "\(name)_deviation"])[0]
    return try program.apply(ScaleAndShiftRows(), normalized, scale, shift, named: name)
  }
}

/// What settings of a Transformer's blocks may be.
public enum TransformerBlocks {
  public static let normalizations = ["before", "after", "none"]
}
