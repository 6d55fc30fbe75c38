import Autodiff
import TensorMath

/// How thorough a verification is, and what it allows.
public struct VerificationSettings: Hashable, Sendable {
  /// The iterations whose numbers are taken apart; the one with the short last batch is added.
  public var iterations: [Int] = [0, 7]

  /// How far a cell may be from the sum of its terms, relative to the sum of their magnitudes.
  public var termTolerance = 1e-5

  /// A cell may be off by this much in any case: below 1.2e-38, floats lose their digits and vector
  /// routines go to 0, so that no relative statement holds there.
  public var termFloor = 1e-37

  /// How far a gradient may be from the difference quotient, relative to its size. On top come the
  /// quotient's own error, which is estimated for each cell; `termTolerance` of what was added up for
  /// the gradient; and what a unit in the last place of the network's outputs makes of it.
  public var gradientTolerance = 1e-3

  /// Terms that are added up for a tensor in an iteration. Of a tensor with more, cells are drawn until they are
  /// spent: the sums and gradients of a convolution on large images have hundreds of millions.
  public var termsPerTensor = 750_000

  /// From larger tensors as many cells are drawn: each costs about ten forward passes.
  public var gradientCellsPerTensor = 2000

  /// What the difference quotients of a tensor may cost in an iteration, in numbers computed and products added up.
  /// Where that is not enough for `gradientCellsPerTensor`, fewer cells are drawn, but never less than
  /// `fewestGradientCells`.
  public var gradientWorkPerTensor = 400_000_000
  public var fewestGradientCells = 6

  /// Decides which cells are drawn and where jumps go.
  public var seed: UInt64 = 1

  /// Steps of each size from each starting moment; epochs are limited by `longestEpochTravel` besides.
  public var stepsPerSize = 12
  public var jumps = 40

  /// Epoch steps stop after this many iterations: an epoch of single samples may have thousands.
  public var longestEpochTravel = 600

  /// What such a stretch may cost, in numbers computed and products added up: with large networks it is shorter.
  public var travelWork = 2_500_000_000

  /// The longest stretch of iterations for a program.
  func longestTravel(_ program: Program) -> Int {
    max(min(longestEpochTravel, travelWork / max(program.work, 1)), 8)
  }

  public init() {}
}

extension Program {
  /// Numbers computed and products added up in an iteration, roughly.
  var work: Int { multiplyAdds + slots.reduce(0) { $0 + $1.shape.count } }

  /// The same of the forward pass from an instruction on.
  func forwardWork(from start: Int) -> Int {
    nodes.reduce(0) { sum, node in
      guard node.phase <= .loss, self[node.output].writtenBy ?? 0 >= start else { return sum }
      return sum + products(of: node) + 8 * self[node.output].shape.count
    }
  }
}
