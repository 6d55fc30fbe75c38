/// What `backstep verify` has found for one run: the three promises, counted. Encodes as JSON with
/// the names of its properties.
public struct VerificationReport: Codable, Hashable, Sendable {
  public let terms: TermsReport
  public let gradients: GradientsReport
  public let travel: TravelReport
  /// OpenBLAS's own description. Bits of large products depend on it, so that two machines may differ.
  public let blas: String
  /// 1, or bits could depend on how busy the machine is.
  public let blasThreads: Int

  /// Whether every promise is kept.
  public var holds: Bool { terms.failures == 0 && gradients.failures == 0 && travel.failures == 0 && blasThreads == 1 }
}

/// A cell and how far off it is.
public struct CellError: Codable, Hashable, Sendable {
  /// `hidden1.weight.gradient[0, 2]`
  public let name: String
  public let iteration: Int
  /// The number itself.
  public let value: Double
  /// What it was compared with: the sum of its terms, or the difference quotient.
  public let expected: Double
  /// How far apart the two are, in units of what is allowed: above 1 fails.
  public let error: Double
}

/// Promise 1: the terms of every number add up to it.
public struct TermsReport: Codable, Hashable, Sendable {
  /// The iterations looked into: all cells of each, at its end.
  public internal(set) var iterations: [Int] = []
  /// How many samples the batch of each had.
  public internal(set) var batchSizes: [Int] = []
  /// Cells that were compared with the sum of their terms.
  public internal(set) var cells = 0
  public internal(set) var terms = 0
  /// Cells left out because their tensor has more terms than `termsPerTensor`; which ones are compared is drawn from
  /// `seed`.
  public internal(set) var notSampled = 0
  /// Operands of terms that were found, with the same bits, in the cell that they name.
  public internal(set) var operands = 0
  /// Symbols inside terms, such as the Σ of a softmax, compared with their own terms.
  public internal(set) var definitions = 0
  /// Cells that are NaN or infinite, as are their sums.
  public internal(set) var notFinite = 0
  /// Computed cells that nothing explains: a failure each.
  public internal(set) var unexplained = 0
  public internal(set) var failures = 0
  /// Largest difference between a cell and its sum, divided by the sum of the terms' magnitudes.
  public internal(set) var worstRelativeError = 0.0
  /// The cells that are furthest off, worst first.
  public internal(set) var worst: [CellError] = []
  public let tolerance: Double
  public let termsPerTensor: Int
  public let seed: UInt64
}

/// The gradients behind promise 1: they are the slopes of the loss.
public struct GradientsReport: Codable, Hashable, Sendable {
  public internal(set) var iterations: [Int] = []
  /// Cells compared with a difference quotient.
  public internal(set) var cells = 0
  /// Cells left out because their tensor has more than `cellsPerTensor`, or its quotients would cost more than
  /// `workPerTensor`; which ones are compared is drawn from `seed`.
  public internal(set) var notSampled = 0
  /// Cells where the loss has a corner so near that no quotient is to be had.
  public internal(set) var kinks = 0
  /// Cells whose quotient is sharper than `relativeTolerance`: they prove the gradient to that.
  public internal(set) var decisive = 0
  /// Cells whose quotient is too noisy to tell the gradient's sign: they prove only that it is small.
  public internal(set) var weak = 0
  /// Cells where the loss or the gradient is not a number.
  public internal(set) var notFinite = 0
  public internal(set) var failures = 0
  /// Largest difference over the decisive cells, divided by the size of the gradient.
  public internal(set) var worstRelativeError = 0.0
  public internal(set) var worst: [CellError] = []
  public let relativeTolerance: Double
  public let cellsPerTensor: Int
  public let workPerTensor: Int
  public let seed: UInt64
}

/// Promise 2: going back restores the same bits.
public struct TravelReport: Codable, Hashable, Sendable {
  /// Moments from which steps of every size were made, forwards and back: `iteration 3, position 7`.
  public internal(set) var startingMoments: [String] = []
  /// The longest stretch gone at once, in iterations: shorter for large networks.
  public internal(set) var longestStretch = 0
  /// Steps by the name of their size, forwards and then as many back.
  public internal(set) var stepsForwards: [String: Int] = [:]
  public internal(set) var stepsBack: [String: Int] = [:]
  /// Jumps to moments drawn from a seed, with a keyframe memory so small that most must be replayed.
  public internal(set) var jumps = 0
  /// How many iterations were run at full speed and compared with stepping.
  public internal(set) var iterationsRun = 0
  /// Moments at which all bits were compared with those of a run that only ever stepped forwards.
  public internal(set) var momentsCompared = 0
  /// Numbers whose bits were compared, over all those moments.
  public internal(set) var numbersCompared = 0
  public internal(set) var failures = 0
  /// The first moments with other bits, and what differs there.
  public internal(set) var mismatches: [String] = []
}
