public import Autodiff

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
