public import Autodiff
public import TensorMath

/// A building block of networks: a few operations and the parameters they need. One file a layer,
/// one line in ``LayerCatalog``.
public protocol Layer: Sendable {
  static var name: String { get }
  /// The settings a lesson may give, with their defaults; an empty default means it must be given.
  static var settings: [LayerSetting] { get }
  /// Whether samples must come as images [channels, height, width].
  static var takesImages: Bool { get }
  /// Whether samples must come as sequences [time, inputs].
  static var takesSequences: Bool { get }
  /// Whether it has units that learn, so that a model's dropout may silence some of them.
  static var hasUnits: Bool { get }
  /// A layer from checked settings: every name of `settings` is there.
  init(_ settings: [String: String]) throws(SettingError)
  /// Records the layer's operations; names in it are prefixed with the layer's own.
  func build(_ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder)
    throws(ShapeError) -> ProgramBuilder.Value
}

extension Layer {
  public static var takesImages: Bool { false }
  public static var takesSequences: Bool { false }
  public static var hasUnits: Bool { true }
}

public struct LayerSetting: Sendable {
  public let name: String
  public let defaultValue: String

  public init(_ name: String, default defaultValue: String = "") {
    self.name = name
    self.defaultValue = defaultValue
  }
}

/// A program in the making, together with how each parameter gets its first numbers.
public struct NetworkBuilder {
  public var program = ProgramBuilder()
  public private(set) var parameters: [ParameterPlan] = []
  /// Whether the program is for training; dropout is left out of others.
  public let isTraining: Bool

  public init(isTraining: Bool = false) { self.isTraining = isTraining }

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
}

/// A parameter and how it gets its first numbers.
public struct ParameterPlan: Sendable {
  public let name: String
  public let shape: Shape
  public let initializer: any Initializer
  public let fanIn: Int
  public let fanOut: Int
  /// Weights are regularized; biases and thresholds are not.
  public let isWeight: Bool
  let value: ProgramBuilder.Value

  /// The first numbers for a seed. Each parameter draws from a stream of its own name, so that
  /// changing one layer leaves the others as they were.
  public func initialValues(seed: UInt64) -> [Float] {
    var random = RandomSource(seed: seed, purpose: "initialize \(name)")
    return initializer.values(shape, fanIn: fanIn, fanOut: fanOut, &random)
  }
}
