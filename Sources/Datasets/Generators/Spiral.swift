import TensorMath

/// Two arms wound around each other one and three quarter times: the hardest of the point sets.
///
/// The arms are even; noise moves each point by up to that much in either coordinate.
public struct Spiral: DatasetGenerator {
  public init() {}

  public var name: String { "spiral" }
  public var summary: String { "Two arms wound around each other" }
  public var task: Dataset.Task { .binaryClassification(classNames: ["second arm", "first arm"]) }

  public func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint] {
    let length = Float((count + 1) / 2)
    return (0..<count).map { index in
      let isFirstArm = index.isMultiple(of: 2)
      // Half a step out: at the very center the two arms would claim the same point.
      let progress = (Float(index / 2) + 0.5) / length
      let distance = 5 * progress
      let angle = 1.75 * 2 * .pi * progress + (isFirstArm ? 0 : .pi)
      return GeneratedPoint(
        x1: distance * sine(angle) + noise * random.noise.uniform(-1, 1),
        x2: distance * cosine(angle) + noise * random.noise.uniform(-1, 1),
        target: isFirstArm ? 1 : 0)
    }
  }
}
