public import Autodiff
public import NeuralNet
import TensorMath

/// What each time step adds to the gradient of a recurrent layer's weight, as far as the backward pass has come:
///
///     ∂W[k, s] = Σₜ Σₙ h(t−1)[n, k] · ∂sum(t)[n, s],  ∂b[s] = Σₜ Σₙ ∂sum(t)[n, s]
///
/// (Werbos 1990, "Backpropagation through time: what it does and how to do it", section III). The parts are there as
/// soon as their step's gradient is, long before the instruction that adds them up.
public struct TimeContributions: Hashable, Sendable {
  /// One for each time step; nil where it is not computed yet, or where gradients are cut.
  public let parts: [Double?]
  /// The time steps that will have a part in the gradient: all but those that truncation cuts off.
  public let reached: Set<Int>
  /// Whether `parts` are norms, which do not add up: of the whole matrix's part at each step.
  public let isNorm: Bool

  /// What has been added up so far, the last time step first, as gradients flow.
  public var total: Double { parts.reversed().reduce(0) { $0 + ($1 ?? 0) } }

  /// How many time steps are in the total.
  public var count: Int { parts.reduce(0) { $0 + ($1 == nil ? 0 : 1) } }

  public var isWhole: Bool { count == reached.count }

  /// The sum from the last time step back to each, in the order in which it grows.
  public var runningTotals: [Double?] {
    var totals = [Double?](repeating: nil, count: parts.count)
    var total = 0.0
    for time in parts.indices.reversed() {
      guard let part = parts[time] else { continue }
      total += part
      totals[time] = total
    }
    return totals
  }

  /// The part of a time step in the sum of all sizes, 0 to 1; nil where it has none.
  public func share(of time: Int) -> Double? {
    guard parts.indices.contains(time), let part = parts[time] else { return nil }
    let sizes = parts.reduce(0) { $0 + abs($1 ?? 0) }
    return sizes > 0 ? abs(part) / sizes : nil
  }

  /// To the gradient of one number of the recurrent weight or bias; nil for other numbers.
  ///
  /// - Parameter numbers: a slot's numbers, row major; nil while they are not computed.
  public init?(
    to cell: CellAddress, of layer: UnrolledLayer, in program: Program, numbers: (SlotID) -> [Float]?
  ) {
    let isBias = cell.slot == layer.recurrentBias
    guard isBias || cell.slot == layer.recurrentWeight, program[cell.slot].shape.count > cell.cell else { return nil }
    let sums = program[cell.slot].shape.columns
    let (row, column) = (isBias ? 0 : cell.cell / sums, cell.cell % sums)
    self.init(layer, program, isNorm: false, numbers) { state, upstream in
      var sum = 0.0
      for sample in 0..<layer.batch {
        let gradient = Double(upstream[sample * sums + column])
        sum += isBias ? gradient : Double(state[sample * layer.units + row]) * gradient
      }
      return sum
    }
  }

  /// As far as term-by-term stepping has come in the sum: whole time steps, and of the one it is in what is added up.
  public func limited(toTerms count: Int, of explanation: Explanation) -> TimeContributions {
    var parts = [Double?](repeating: nil, count: parts.count)
    let terms = explanation.expansion?.terms ?? []
    for group in explanation.groups where group.terms.lowerBound < count {
      guard let time = group.timeStep, parts.indices.contains(time), group.terms.upperBound <= terms.count else {
        continue
      }
      let added = group.terms.lowerBound..<min(group.terms.upperBound, count)
      parts[time] = added == group.terms ? self.parts[time] : terms[added].reduce(0) { $0 + $1.value }
    }
    return TimeContributions(parts: parts, reached: reached, isNorm: isNorm)
  }

  private init(parts: [Double?], reached: Set<Int>, isNorm: Bool) {
    (self.parts, self.reached, self.isNorm) = (parts, reached, isNorm)
  }

  /// The Frobenius norm of each time step's part in the gradient of the whole recurrent weight.
  ///
  /// Of H = h(t−1) and D = ∂sum(t), ‖HᵀD‖² = Σ over pairs of samples of (hₙ·hₘ)(dₙ·dₘ): batch² products of rows in
  /// place of the whole matrix.
  public init(norms layer: UnrolledLayer, in program: Program, numbers: (SlotID) -> [Float]?) {
    let sums = program[layer.recurrentWeight].shape.columns
    self.init(layer, program, isNorm: true, numbers) { state, upstream in
      var square = 0.0
      for n in 0..<layer.batch {
        for m in 0...n {
          let product =
            Self.product(state, n * layer.units, m * layer.units, layer.units)
            * Self.product(upstream, n * sums, m * sums, sums)
          square += n == m ? product : 2 * product
        }
      }
      return max(square, 0).squareRoot()
    }
  }

  private init(
    _ layer: UnrolledLayer, _ program: Program, isNorm: Bool, _ numbers: (SlotID) -> [Float]?,
    part: (_ state: [Float], _ upstream: [Float]) -> Double
  ) {
    var reached: Set<Int> = []
    parts = (0..<layer.stepCount).map { time in
      guard let sums = layer.sums(at: time), let gradient = program.gradient(of: sums),
        let before = layer.stateBefore(time)
      else { return nil }
      reached.insert(time)
      guard let upstream = numbers(gradient), let state = numbers(before) else { return nil }
      return part(state, upstream)
    }
    self.reached = reached
    self.isNorm = isNorm
  }

  private static func product(_ numbers: [Float], _ first: Int, _ second: Int, _ count: Int) -> Double {
    numbers.withUnsafeBufferPointer { numbers in
      var sum = 0.0
      for index in 0..<count { sum += Double(numbers[first + index]) * Double(numbers[second + index]) }
      return sum
    }
  }
}
