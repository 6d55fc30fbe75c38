import Autodiff
public import TensorMath

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
