public import Autodiff
import TensorMath

/// Silences each number with probability `rate` and enlarges the others by 1/(1 − rate), so that no unit
/// can rely on another (Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from
/// overfitting"; inverted as in PyTorch). While training only: predictions and evaluations use all units.
///
/// Every iteration draws `<name>.random`, makes `<name>.mask` of it, and multiplies: `<name>.output`.
public struct Dropout: Layer {
  public static let name = "dropout"
  public static let settings = [LayerSetting("rate", default: "0.5")]
  public static let hasUnits = false
  public static let rateRange: Range<Float> = 0..<1

  public let rate: Float

  public init(rate: Float) { self.rate = rate }

  public init(_ settings: [String: String]) throws(SettingError) {
    let text = settings["rate"] ?? ""
    guard let rate = Float(text), Dropout.rateRange.contains(rate) else {
      throw SettingError("rate", found: "\"\(text)\"", needed: "a number from 0 up to, but not, 1")
    }
    self.rate = rate
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    guard network.isTraining else { return input }
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    let random = network.program.random("\(name).random", input.shape)
    let mask = try network.program.apply(DropoutMask(rate: rate), random, named: "\(name).mask")
    return try network.program.apply(Multiply(), input, mask, named: "\(name).output")
  }
}
