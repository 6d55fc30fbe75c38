import TensorMath

/// A number from 0 to 1 in every step, two of them marked: what is their sum? One marked number lies in the first half
/// of the sequence, one in the second.
///
///     number   0.3   0.9   0.5   0.2   …
///     mark      ·     1     ·     1    …   →   1.1
///
/// Who remembers nothing says 1, with a mean squared error of 1/6 ≈ 0.167. After S. Hochreiter and J. Schmidhuber:
/// *Long Short-Term Memory*, 1997, section 5.4, with numbers from 0 as has become usual. Noise disturbs the numbers
/// as they are read, and leaves the sum alone.
public struct Adding: SequenceGenerator {
  public init() {}

  public var name: String { "adding" }
  public var summary: String {
    "The sum of two marked numbers among many; always saying 1 has a squared error of 0.167"
  }
  public var classNames: [String] { [] }
  public var usualNoise: Float { 0 }

  public func channels(classes: [String]) -> [String] { ["number", "mark"] }

  public func task(classes: [String]) -> Dataset.Task { .regression(targetName: "sum") }

  public func sequence(_ index: Int, lag: Int, noise: Float, classes: Int, random: inout SequenceRandomness)
    -> GeneratedSequence
  {
    let steps = lag + 2
    let half = steps / 2
    let marked = [random.content.integer(below: half), half + random.content.integer(below: steps - half)]
    var numbers: [Float] = []
    var sum: Float = 0
    for step in 0..<steps {
      let number = random.distractors.uniform()
      if marked.contains(step) { sum += number }
      numbers += [number + noise * random.noise.normal(), marked.contains(step) ? 1 : 0]
    }
    return GeneratedSequence(numbers: numbers, target: sum)
  }
}
