import TensorMath

/// Regression onto a tilted plane: y = (x₁ + x₂) / 10, from −1.2 to 1.2 over the square.
///
/// Noise leaves the points alone and disturbs where the height is read.
public struct Plane: DatasetGenerator {
  public init() {}

  public var name: String { "plane" }
  public var summary: String { "A tilted plane, for regression" }
  public var task: Dataset.Task { .regression(targetName: "y") }

  public func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint] {
    let reach: Float = 6
    return (0..<count).map { _ in
      let x1 = random.position.uniform(-reach, reach)
      let x2 = random.position.uniform(-reach, reach)
      let read1 = x1 + noise * random.noise.uniform(-reach, reach)
      let read2 = x2 + noise * random.noise.uniform(-reach, reach)
      return GeneratedPoint(x1: x1, x2: x2, target: (read1 + read2) / 10)
    }
  }
}
