import TensorMath

/// Proves the promises on a run: every number is the sum of its terms, every gradient is the slope of
/// the loss, every step back restores the same bits. Each proof works on machines of its own.
public enum Verification {
  /// Verifies a run. Takes some thousand forward passes and a few epochs.
  public static func report(
    on setup: TrainingSetup, _ settings: VerificationSettings = VerificationSettings()
  ) throws(SetupError) -> VerificationReport {
    VerificationReport(
      terms: try TermsVerification.report(on: setup, settings),
      gradients: try GradientsVerification.report(on: setup, settings),
      travel: try TravelVerification.report(on: setup, settings),
      blas: Kernels.blasDescription, blasThreads: Kernels.blasThreadCount)
  }

  /// How many of the worst cells a report names.
  static let namedCells = 5

  /// Puts a cell among the worst, if it is one.
  static func note(_ cell: CellError, in worst: inout [CellError]) {
    if worst.count == namedCells, let last = worst.last, last.error >= cell.error { return }
    let place = worst.firstIndex { $0.error < cell.error } ?? worst.count
    worst.insert(cell, at: place)
    if worst.count > namedCells { worst.removeLast() }
  }
}
