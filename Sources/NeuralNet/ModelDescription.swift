public import TensorMath

/// A network as a lesson or a knob describes it: data, from which ``ModelCompiler`` makes programs.
public struct ModelDescription: Hashable, Sendable {
  /// The shape of a sample: `[features]`, `[channels, height, width]` for images, `[time, inputs]` for sequences.
  public var inputShape: Shape
  /// What the numbers of a sample are where they are tokens; nil where they are quantities.
  public var tokens: TokenLayout?
  /// The layers from input to output.
  public var layers: [LayerDescription]
  /// A name from ``LossCatalog``.
  public var loss: String
  /// λ of the L1 and the L2 penalty on every weight (biases are free); 0 leaves it out.
  public var l1: Float
  public var l2: Float
  /// ε: with what share cross-entropy's targets are moved towards "any class alike". Other losses take none.
  public var labelSmoothing: Float
  /// With which probability each unit of a hidden layer is silenced in an iteration; 0 leaves dropout out.
  public var dropout: Float

  /// How many numbers a sample has; setting it makes them features in a row.
  public var inputCount: Int {
    get { inputShape.count }
    set { inputShape = [newValue] }
  }

  public init(
    inputShape: Shape, layers: [LayerDescription], loss: String, l1: Float = 0, l2: Float = 0,
    labelSmoothing: Float = 0, dropout: Float = 0
  ) {
    self.inputShape = inputShape
    self.layers = layers
    self.loss = loss
    self.l1 = l1
    self.l2 = l2
    self.labelSmoothing = labelSmoothing
    self.dropout = dropout
  }

  /// A network for samples that are so many features in a row.
  public init(
    inputCount: Int, layers: [LayerDescription], loss: String, l1: Float = 0, l2: Float = 0,
    labelSmoothing: Float = 0, dropout: Float = 0
  ) {
    self.init(
      inputShape: [inputCount], layers: layers, loss: loss, l1: l1, l2: l2, labelSmoothing: labelSmoothing,
      dropout: dropout)
  }
}

/// One layer: a type from ``LayerCatalog``, a name, and the settings that type knows.
public struct LayerDescription: Hashable, Sendable {
  public var type: String
  public var name: String
  public var settings: [String: String]

  public init(type: String, name: String, settings: [String: String]) {
    self.type = type
    self.name = name
    self.settings = settings
  }

  /// A dense layer.
  public static func dense(
    _ name: String, units: Int, activation: String = "linear", initialization: String = "xavier"
  ) -> LayerDescription {
    LayerDescription(
      type: "dense", name: name,
      settings: ["units": String(units), "activation": activation, "initialization": initialization])
  }
}
