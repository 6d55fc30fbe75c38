import Autodiff
import TensorMath

/// What layers with attention have in common: every position asks all positions of a memory, itself among them in
/// self-attention, and takes from each as much as its answer weighs (Vaswani et al. 2017, "Attention is all you need",
/// arXiv:1706.03762, sections 3.2.1 and 3.2.2; `torch.nn.MultiheadAttention` but for a bias of the keys).
///
///     Q = x · W_Q + b_Q,  K = m · W_K,  V = m · W_V + b_V
///     A = softmax(mask(Q · Kᵀ / √d))  for each head, on its own d = width/heads columns
///     y = (A · V, heads side by side) · W_O + b_O
///
/// Keys have no bias: it would add the same number to all scores of a row, which the softmax takes away again, so that
/// its gradient would be nothing but rounding.
///
/// x [batch, queries, width], m [batch, keys, width], weights [width, width], biases [width]; y [batch, queries, width].
struct Attention {
  /// More than these are taken for a slip of the keyboard.
  static let largestHeads = 64

  static let settings = [LayerSetting("heads", default: "1"), LayerSetting("initialization", default: "xavier")]

  let heads: Int
  let initializer: any Initializer

  init(_ settings: [String: String]) throws(SettingError) {
    heads = try LayerSettings.number(settings, "heads", 1...Self.largestHeads)
    initializer = try InitializerCatalog.initializer(named: settings["initialization"] ?? "xavier")
  }

  /// Who is asked.
  enum Memory {
    /// All positions of the sequence itself.
    case itself
    /// The positions of the sequence itself up to the one that asks: what comes later is not known yet.
    case past
    /// All positions of another sequence, an encoder's output: cross-attention.
    case other(LayerOutput)
  }

  typealias Value = ProgramBuilder.Value

  /// - Parameter prefix: before the names of the values, `"block1."`; cross-attention's get `cross_` behind it.
  func build(
    _ x: Value, asking memory: Memory, named layer: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> Value {
    let isCross = if case .other = memory { true } else { false }
    let title = isCross ? AttentionLayer.crossScope : AttentionLayer.selfScope
    network.program.scope.append(title)
    defer { network.program.scope.removeLast() }
    guard x.shape.rank == 3, x.shape.columns % heads == 0 else {
      throw error(
        title, layer, found: [x.shape],
        needed: "batch×positions×width with a width that \(heads) \(heads == 1 ? "head divides" : "heads divide")")
    }
    let prefix = "\(layer).\(isCross ? "cross_" : "")"
    let width = x.shape.columns
    var (source, stream) = (x, network.stream)
    if case .other(let output) = memory { (source, stream) = (output.value, output.stream) }
    guard source.shape.rank == 3, source.shape.columns == width else {
      throw error(title, layer, found: [source.shape], needed: "a memory batch×positions×\(width)")
    }

    func projection(
      _ input: Value, _ name: String, to result: String, hasBias: Bool = true
    ) throws(ShapeError) -> Value {
      let weight = network.parameter(
        "\(prefix)\(name)_weight", [width, width], initializer, fanIn: width, fanOut: width)
      guard hasBias else {
        return try network.program.apply(MatrixProduct(), input, weight, named: "\(prefix)\(result)")
      }
      let bias = network.parameter("\(prefix)\(name)_bias", [width], ZeroInitializer(), fanIn: width, fanOut: width)
      return try network.program.apply(Affine(), input, weight, bias, named: "\(prefix)\(result)")
    }
    let query = try projection(x, "query", to: "query")
    let key = try projection(source, "key", to: "key", hasBias: false)
    let value = try projection(source, "value", to: "value")
    let scores = try network.program.apply(AttentionScores(heads: heads), query, key, named: "\(prefix)scores")
    var scaled = try network.program.apply(
      Scale(byInverseRootOf: width / heads), scores, named: "\(prefix)scaled")
    if case .past = memory {
      scaled = try network.program.apply(CausalMask(), scaled, named: "\(prefix)masked")
    } else if let stream, stream.isPadded {
      scaled = try network.program.apply(PaddingMask(), scaled, stream.value, named: "\(prefix)masked")
    }
    let weights = try network.program.apply(Softmax(), scaled, named: "\(prefix)weights")
    let mixed = try network.program.apply(WeightedValues(heads: heads), weights, value, named: "\(prefix)mixed")
    return try projection(mixed, "output", to: "attention")
  }

  private func error(_ title: String, _ layer: String, found: [Shape], needed: String) -> ShapeError {
    var error = ShapeError(title, found: found, needed: needed)
    error.scope = layer
    return error
  }
}
