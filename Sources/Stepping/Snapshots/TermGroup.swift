import Autodiff
import TensorMath

/// Terms of a sum that are read together, with what they add up to.
///
/// The gradient of a kernel's weight has one term for every place of the window on every image, and is read image by
/// image. That of a weight which every time step of a recurrent layer uses is read time step by time step, the last
/// first, as gradients flow.
public struct TermGroup: Hashable, Sendable {
  public enum Source: Hashable, Sendable {
    /// A sample of the batch.
    case sample(Int)
    /// A time step of a recurrent layer.
    case timeStep(Int)
  }

  public let source: Source
  /// Which of the expansion's terms.
  public let terms: Range<Int>
  public let sum: Double

  public var sample: Int? { if case .sample(let sample) = source { sample } else { nil } }
  public var timeStep: Int? { if case .timeStep(let time) = source { time } else { nil } }

  /// Sums of samples up to this long are read term by term.
  static let longestUngrouped = 200

  /// By time step where several have a part in the number; else by sample, but not where the terms are few, belong to
  /// one sample, or to a sample each.
  static func groups(of expansion: Expansion, in program: Program) -> [TermGroup] {
    let steps = timeSteps(of: expansion, in: program)
    return steps.isEmpty ? samples(of: expansion, in: program) : steps
  }

  private static func timeSteps(of expansion: Expansion, in program: Program) -> [TermGroup] {
    var groups: [TermGroup] = []
    for use in expansion.uses {
      guard let time = program.nodes[use.node].timeStep else { return [] }
      let (before, sum) = (groups.last, expansion.terms[use.terms].reduce(0) { $0 + $1.value })
      if let before, before.timeStep == time {
        groups[groups.count - 1] = TermGroup(
          source: .timeStep(time), terms: before.terms.lowerBound..<use.terms.upperBound, sum: before.sum + sum)
      } else {
        groups.append(TermGroup(source: .timeStep(time), terms: use.terms, sum: sum))
      }
    }
    return groups.count > 1 ? groups : []
  }

  private static func samples(of expansion: Expansion, in program: Program) -> [TermGroup] {
    let terms = expansion.terms
    guard terms.count > longestUngrouped else { return [] }
    let sizes = program.slots.map { sampleSize($0) }
    var groups: [TermGroup] = []
    var (start, current, sum) = (0, -1, 0.0)
    for index in terms.indices {
      let sample = sample(of: terms[index], sizes)
      if sample != current {
        if index > start { groups.append(TermGroup(source: .sample(current), terms: start..<index, sum: sum)) }
        (start, current, sum) = (index, sample, 0)
      }
      sum += terms[index].value
    }
    groups.append(TermGroup(source: .sample(current), terms: start..<terms.count, sum: sum))
    let isUseful = groups.count > 1 && groups.count * 2 <= terms.count && groups.allSatisfy { $0.sample ?? -1 >= 0 }
    return isUseful ? groups : []
  }

  /// Numbers of each sample in a slot; 0 for what belongs to no sample.
  private static func sampleSize(_ slot: Slot) -> Int {
    guard slot.shape.rank > 1, let samples = slot.shape.dimensions.first, samples > 0 else { return 0 }
    switch slot.role {
    case .parameter, .optimizerState, .previous, .clippedGradient: return 0
    default: return slot.shape.count / samples
    }
  }

  private static func sample(of term: Term, _ sizes: [Int]) -> Int {
    var sample = -1
    term.forEachOperand { operand in
      guard sample < 0, let address = operand.address, sizes[address.slot.index] > 0 else { return }
      sample = address.cell / sizes[address.slot.index]
    }
    return sample
  }
}
