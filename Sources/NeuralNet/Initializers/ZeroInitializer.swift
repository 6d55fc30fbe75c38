public import TensorMath

/// All zeros: right for biases; for weights it makes all units of a layer alike for ever.
public struct ZeroInitializer: Initializer {
  public static let name = "zero"
  public init() {}

  public func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    [Float](repeating: 0, count: shape.count)
  }
}
