public import TensorMath

/// Makes points in the plane with something to learn about them, from a seed.
///
/// Points lie in the square from −6 to 6. Their kinds, sizes and noise are those of the TensorFlow
/// Playground (playground.tensorflow.org), so that what learners know from there holds here.
/// Points and noise come from separate random streams: turning the noise up keeps the points where
/// they are, or moves each along its own direction.
public protocol DatasetGenerator: Sendable {
  /// The name that lessons use.
  var name: String { get }
  /// What the points look like, in one sentence.
  var summary: String { get }
  var task: Dataset.Task { get }
  /// `count` points; `noise` is the share from 0 to 0.5 by which they are disturbed.
  func points(count: Int, noise: Float, random: inout PointRandomness) -> [GeneratedPoint]
}

/// A point in the plane with its target: a class index, or a number.
public struct GeneratedPoint: Hashable, Sendable {
  public let x1: Float
  public let x2: Float
  public let target: Float

  public init(x1: Float, x2: Float, target: Float) {
    self.x1 = x1
    self.x2 = x2
    self.target = target
  }
}

/// The two random streams of a generator.
public struct PointRandomness: Hashable, Sendable {
  public var position: RandomSource
  public var noise: RandomSource

  public init(seed: UInt64) {
    position = RandomSource(seed: seed, purpose: "point position")
    noise = RandomSource(seed: seed, purpose: "point noise")
  }
}

extension DatasetGenerator {
  /// The largest noise that makes sense; the Playground's slider ends there too.
  public static var noiseRange: ClosedRange<Float> { 0...0.5 }

  /// The points as a data set with the features x₁ and x₂.
  public func dataset(count: Int, noise: Float, seed: UInt64) -> Dataset {
    precondition(count > 0, "a data set has at least one point, found \(count)")
    precondition(Self.noiseRange.contains(noise), "noise lies between 0 and 0.5, found \(noise)")
    var random = PointRandomness(seed: seed)
    let points = points(count: count, noise: noise, random: &random)
    let targetShape: Shape = if case .classification = task { [count] } else { [count, 1] }
    return Dataset(
      name: name,
      inputs: Tensor([count, 2], points.flatMap { [$0.x1, $0.x2] }),
      targets: Tensor(targetShape, points.map(\.target)),
      featureNames: InputFeature.coordinates.map(\.name), task: task,
      source: "generated: \(name), \(count) points, noise \(noise), seed \(seed)")
  }
}
