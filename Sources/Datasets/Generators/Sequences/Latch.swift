import TensorMath

/// One input. The first number is 1 or −1, what follows is noise about 0, and the sign of the first is to be told at
/// the end: the smallest task that cannot be done without memory.
///
///     1   0.1   −0.3   0.2   …   0.1   →   plus
///
/// Y. Bengio, P. Simard, P. Frasconi: *Learning Long-Term Dependencies with Gradient Descent is Difficult*, 1994,
/// section III; here the sign itself is given, and noise (normally distributed, its deviation is the setting) comes
/// in every later step.
public struct Latch: SequenceGenerator {
  public init() {}

  public var name: String { "latch" }
  public var summary: String { "One number a step: the sign of the first, told at the end; guessing gets 1 in 2" }
  public var classNames: [String] { ["minus", "plus"] }
  public var usualNoise: Float { 0.2 }

  public func channels(classes: [String]) -> [String] { ["x"] }

  public func sequence(_ index: Int, lag: Int, noise: Float, classes: Int, random: inout SequenceRandomness)
    -> GeneratedSequence
  {
    let target = index % classes
    return GeneratedSequence(
      numbers: [target == 0 ? -1 : 1] + (0...lag).map { _ in noise * random.noise.normal() }, target: Float(target))
  }
}
