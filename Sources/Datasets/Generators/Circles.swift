import TensorMath

/// A disc inside a ring: no straight line separates them, x₁² + x₂² does.
///
/// The disc reaches to half the radius of 5, the ring runs from 0.7 of it outwards. Noise leaves the
/// points alone and disturbs where the border is tested, so that some of them carry the wrong class.
public struct Circles: DatasetGenerator {
  public init() {}

  public var name: String { "circles" }
  public var summary: String { "A disc inside a ring" }
  public var task: Dataset.Task { .binaryClassification(classNames: ["ring", "disc"]) }

  public func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint] {
    let radius: Float = 5
    return (0..<count).map { index in
      // The two classes take turns, so that a longer set begins with the shorter one.
      let distance =
        index.isMultiple(of: 2)
        ? random.position.uniform(0, 0.5 * radius) : random.position.uniform(0.7 * radius, radius)
      let angle = random.position.uniform(0, 2 * .pi)
      let x1 = distance * sine(angle)
      let x2 = distance * cosine(angle)
      let tested1 = x1 + noise * random.noise.uniform(-radius, radius)
      let tested2 = x2 + noise * random.noise.uniform(-radius, radius)
      let isInDisc = (tested1 * tested1 + tested2 * tested2).squareRoot() < 0.5 * radius
      return GeneratedPoint(x1: x1, x2: x2, target: isInDisc ? 1 : 0)
    }
  }
}
