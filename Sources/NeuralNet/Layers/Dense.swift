public import Autodiff
import TensorMath

/// Every unit sees every input: sums x · W + b, then an activation. Maps are put in a row first.
/// x [batch, inputs], weight [inputs, units], bias [units] unless `bias: false`.
///
/// With `each: position` the same units read every position of a sequence: x [batch, positions, inputs].
public struct Dense: Layer {
  public static let name = "dense"
  public static let settings =
    [LayerSetting("units")] + ActivationCatalog.settings + [
      LayerSetting("initialization", default: "xavier"), BiasSetting.setting,
      LayerSetting("each", default: "sample"),
    ]

  /// More than this is taken for a slip of the keyboard.
  public static let largestUnits = 65_536

  public let units: Int
  public let activation: (any Operation)?
  public let initializer: any Initializer
  public let hasBias: Bool
  private let readsPositions: Bool

  public init(_ settings: [String: String]) throws(SettingError) {
    let text = settings["units"] ?? ""
    guard let units = Int(text), (1...Dense.largestUnits).contains(units) else {
      throw SettingError("units", found: "\"\(text)\"", needed: "a whole number from 1 to \(Dense.largestUnits)")
    }
    self.units = units
    activation = try ActivationCatalog.operation(in: settings)
    initializer = try InitializerCatalog.initializer(named: settings["initialization"] ?? "xavier")
    hasBias = try BiasSetting.value(in: settings)
    readsPositions = try LayerSettings.choice(settings, "each", ["sample", "position"]) == "position"
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    let isWhole = input.shape.rank == 2 || readsPositions && input.shape.rank == 3
    let row = isWhole ? input : try network.program.apply(Flatten(), input, named: "\(name).input")
    if row.shape.rank == 2 { network.stream = nil }
    let inputs = row.shape.columns
    let weight = network.parameter("\(name).weight", [inputs, units], initializer, fanIn: inputs, fanOut: units)
    var operands = [row, weight]
    if hasBias {
      operands.append(network.parameter("\(name).bias", [units], ZeroInitializer(), fanIn: inputs, fanOut: units))
    }
    let product: any Operation = hasBias ? Affine() : MatrixProduct()
    let sums = try network.program.apply(
      product, operands, named: [activation == nil ? "\(name).output" : "\(name).sum"])[0]
    guard let activation else { return sums }
    return try network.program.apply(activation, sums, named: "\(name).output")
  }
}
