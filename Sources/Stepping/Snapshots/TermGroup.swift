import Autodiff
import TensorMath

/// Terms of a long sum that come from one sample of the batch, with what they add up to: the gradient of a kernel's
/// weight has one term for every place of the window on every image, and is read image by image.
public struct TermGroup: Hashable, Sendable {
  public let sample: Int
  /// Which of the expansion's terms.
  public let terms: Range<Int>
  public let sum: Double

  /// Sums up to this long are read term by term.
  static let longestUngrouped = 200

  /// Empty where the terms are few, belong to one sample, or to a sample each.
  static func groups(of expansion: Expansion, in program: Program) -> [TermGroup] {
    let terms = expansion.terms
    guard terms.count > longestUngrouped else { return [] }
    let sizes = program.slots.map { sampleSize($0) }
    var groups: [TermGroup] = []
    var (start, current, sum) = (0, -1, 0.0)
    for index in terms.indices {
      let sample = sample(of: terms[index], sizes)
      if sample != current {
        if index > start { groups.append(TermGroup(sample: current, terms: start..<index, sum: sum)) }
        (start, current, sum) = (index, sample, 0)
      }
      sum += terms[index].value
    }
    groups.append(TermGroup(sample: current, terms: start..<terms.count, sum: sum))
    let isUseful = groups.count > 1 && groups.count * 2 <= terms.count && groups.allSatisfy { $0.sample >= 0 }
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
