import Autodiff
import TensorMath

/// The norm of all gradients is more than a hundred times its median of late, and the loss is more than a
/// tenth of what it was at first.
///
/// Pascanu, Mikolov and Bengio (On the difficulty of training recurrent neural networks, 2013, section
/// 3.2) clip at half to ten times the usual norm; ten times beyond the upper end is no batch's noise. The
/// second condition leaves out networks that have converged: there the usual norm is next to nothing,
/// and a single hard sample is a hundred times that.
///
/// Told of is the parameter whose gradient is largest; of one that all time steps of a recurrent layer use, the step
/// that has the largest part in it.
struct ExplodingGradientObserver: Observer {
  static let kind = Observation.Kind.explodingGradient
  static let factor = 100.0
  /// How many points the median is taken over, and how few are too few.
  static let window = 21
  static let fewestPoints = 5
  /// The share of the first loss that must be left.
  static let lossLeft = 0.1

  func findings(_ moment: ObservedMoment) -> [Finding] {
    guard let norm = moment.now.gradientNorm, norm.isFinite,
      moment.now.trainLoss > Self.lossLeft * (moment.past.first?.trainLoss ?? .infinity)
    else { return [] }
    let recent = recentNorms(moment.past)
    // Whether it is more than so many times the median needs no sorting, and is asked at every point.
    let isMore = recent.count { norm > Self.factor * $0 } > recent.count / 2
    guard recent.count >= Self.fewestPoints, isMore else { return [] }
    let median = recent.sorted()[recent.count / 2]
    let largest = moment.program.parameters.enumerated().max {
      (moment.now.parameters[$0.offset].gradientNorm ?? 0) < (moment.now.parameters[$1.offset].gradientNorm ?? 0)
    }
    guard let whole = largest?.element.gradient else { return [] }
    let gradient = largestPart(of: whole, moment)
    let cells = moment.machine.bound.view(of: gradient)
    let cell = (0..<cells.count).max { abs(cells[$0]) < abs(cells[$1]) } ?? 0
    return [
      Finding(
        subject: "gradient", address: CellAddress(gradient, cell: cell), value: Float(norm), reference: Float(median))
    ]
  }

  private func recentNorms(_ past: [StatisticsPoint]) -> [Double] {
    var norms: [Double] = []
    norms.reserveCapacity(Self.window)
    for point in past.reversed() {
      if let norm = point.gradientNorm, norm.isFinite { norms.append(norm) }
      if norms.count == Self.window { break }
    }
    return norms
  }

  /// The gradient at the time step with the largest norm, where a gradient is formed from those of all of them.
  private func largestPart(of gradient: SlotID, _ moment: ObservedMoment) -> SlotID {
    guard let writer = moment.program[gradient].writtenBy,
      case .gather(let nodes, _) = moment.program.instructions[writer].kind,
      nodes.allSatisfy({ moment.program.nodes[$0].timeStep != nil })
    else { return gradient }
    let parts = moment.program.instructions[writer].reads.prefix(nodes.count)
    func size(_ slot: SlotID) -> Double { Kernels.sumOfSquares(moment.machine.bound.view(of: slot)) }
    return parts.max { size($0) < size($1) } ?? gradient
  }
}
