public import TensorMath

/// All ones: a factor that changes nothing yet, such as batch normalization's γ.
public struct OneInitializer: Initializer {
  public static let name = "one"
  public init() {}

  public func values(_ shape: Shape, fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> [Float] {
    [Float](repeating: 1, count: shape.count)
  }
}
