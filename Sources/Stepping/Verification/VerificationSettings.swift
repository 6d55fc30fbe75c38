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

  /// From larger tensors as many cells are drawn: each costs about ten forward passes.
  public var gradientCellsPerTensor = 2000

  /// Decides which cells are drawn and where jumps go.
  public var seed: UInt64 = 1

  /// Steps of each size from each starting moment; epochs are limited by `longestEpochTravel` besides.
  public var stepsPerSize = 12
  public var jumps = 40

  /// Epoch steps stop after this many iterations: an epoch of single samples may have thousands.
  public var longestEpochTravel = 600

  public init() {}
}
