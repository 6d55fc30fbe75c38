import TensorMath

/// Four squares, opposite ones alike: the class is the sign of x₁x₂, which one neuron cannot find.
///
/// A gap of 0.3 on either side keeps the axes free. Noise leaves the points alone and disturbs where
/// the signs are tested, so that some points carry the wrong class.
public struct XOR: DatasetGenerator {
  public init() {}

  public var name: String { "xor" }
  public var summary: String { "Four squares, opposite ones alike" }
  public var task: Dataset.Task { .binaryClassification(classNames: ["signs differ", "signs agree"]) }

  public func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint] {
    let reach: Float = 5
    let gap: Float = 0.3
    return (0..<count).map { _ in
      var x1 = random.position.uniform(-reach, reach)
      var x2 = random.position.uniform(-reach, reach)
      x1 += x1 > 0 ? gap : -gap
      x2 += x2 > 0 ? gap : -gap
      let tested1 = x1 + noise * random.noise.uniform(-reach, reach)
      let tested2 = x2 + noise * random.noise.uniform(-reach, reach)
      return GeneratedPoint(x1: x1, x2: x2, target: tested1 * tested2 >= 0 ? 1 : 0)
    }
  }
}
