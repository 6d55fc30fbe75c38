public import Autodiff
import TensorMath

/// Silences each number with probability `rate` and enlarges the others by 1/(1 − rate), so that no unit
/// can rely on another (Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from
/// overfitting"; inverted as in PyTorch). While training only: predictions and evaluations use all units.
///
/// With `maps: true` whole maps are silenced, since the pixels of one know much of each other (Tompson et al. 2015,
/// "Efficient object localization using convolutional networks", section 3.2; PyTorch's Dropout2d).
///
/// Every iteration draws `<name>.random`, makes `<name>.mask` of it, and multiplies: `<name>.output`.
public struct Dropout: Layer {
  public static let name = "dropout"
  public static let settings = [LayerSetting("rate", default: "0.5"), LayerSetting("maps", default: "false")]
  public static let hasUnits = false
  public static let rateRange: Range<Float> = 0..<1

  public let rate: Float
  /// Whether maps are silenced as a whole.
  public let dropsMaps: Bool

  public init(rate: Float, dropsMaps: Bool = false) {
    self.rate = rate
    self.dropsMaps = dropsMaps
  }

  public init(_ settings: [String: String]) throws(SettingError) {
    let text = settings["rate"] ?? ""
    guard let rate = Float(text), Dropout.rateRange.contains(rate) else {
      throw SettingError("rate", found: "\"\(text)\"", needed: "a number from 0 up to, but not, 1")
    }
    let maps = settings["maps"] ?? "false"
    guard ["true", "false"].contains(maps) else { throw SettingError("maps", unknown: maps, known: ["true", "false"]) }
    self.init(rate: rate, dropsMaps: maps == "true")
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    guard !dropsMaps || input.shape.rank == 4 else {
      throw ShapeError("\(Self.name) of maps", found: [input.shape], needed: "images: batch×channels×height×width")
    }
    guard network.isTraining else { return input }
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    let shape = dropsMaps ? Shape(Array(input.shape.dimensions.prefix(2))) : input.shape
    let random = network.program.random("\(name).random", shape)
    let mask = try network.program.apply(DropoutMask(rate: rate), random, named: "\(name).mask")
    let product: any Operation = dropsMaps ? MultiplyMaps() : Multiply()
    return try network.program.apply(product, input, mask, named: "\(name).output")
  }
}
