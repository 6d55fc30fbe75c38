import TensorMath

/// A symbol in the first step, then distractors for `lag` steps, then a cue: which symbol was it?
///
///     step         0     1      2     …   lag + 1
///     A B C D      B     ·      ·     …      ·          → B
///     distractor   ·    0.4   −0.9    …      ·
///     cue          ·     ·      ·     …      1
///
/// Each symbol has an input of its own, distractors (uniform from −1 to 1) and the cue have one each, so that nothing
/// but memory is asked for; noise (normally distributed, its deviation is the setting) disturbs the inputs of the
/// symbols in every step. After the long-time-lag tasks of S. Hochreiter and J. Schmidhuber: *Long Short-Term
/// Memory*, 1997, section 5.2.
public struct Recall: SequenceGenerator {
  public init() {}

  public var name: String { "recall" }
  public var summary: String {
    "Which of four symbols stood in the first step, told at the last; guessing gets 1 in 4, of two symbols 1 in 2"
  }
  public var classNames: [String] { ["A", "B", "C", "D"] }
  public var usualNoise: Float { 0 }

  public func channels(classes: [String]) -> [String] { classes + ["distractor", "cue"] }

  public func sequence(_ index: Int, lag: Int, noise: Float, classes: Int, random: inout SequenceRandomness)
    -> GeneratedSequence
  {
    let (width, target) = (classes + 2, index % classes)
    var numbers = [Float](repeating: 0, count: (lag + 2) * width)
    numbers[target] = 1
    for step in 1...lag { numbers[step * width + classes] = random.distractors.uniform(-1, 1) }
    numbers[(lag + 1) * width + classes + 1] = 1
    for step in 0..<lag + 2 {
      for symbol in 0..<classes { numbers[step * width + symbol] += noise * random.noise.normal() }
    }
    return GeneratedSequence(numbers: numbers, target: Float(target))
  }
}
