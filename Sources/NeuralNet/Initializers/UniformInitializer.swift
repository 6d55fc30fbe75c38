public import TensorMath

/// Uniform in [−0.5, 0.5), whatever the size of the layer.
public struct UniformInitializer: Initializer {
  public static let name = "uniform"
  public init() {}

  public func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    (0..<shape.count).map { _ in random.uniform(-0.5, 0.5) }
  }
}
