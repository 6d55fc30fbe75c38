public import Autodiff

/// What an experiment has found, as far as it has come.
public struct ExperimentReport: Hashable, Sendable {
  public let experiment: Experiment
  /// The measures' titles, units and words for "never", in the order of the columns.
  public let columns: [Column]
  /// One for each variation, in order.
  public let rows: [Row]
  /// Empty until all is done.
  public let outcomes: [ExpectationOutcome]
  /// From 0 to 1.
  public let progress: Double

  public struct Column: Hashable, Sendable {
    public let id: String
    public let title: BilingualText
    public let unit: BilingualText
    public let infinity: BilingualText
  }

  public struct Row: Hashable, Sendable {
    public let variation: Variation
    /// A figure for each column; nil while it is not all measured, or where there is no such number.
    public let figures: [Figure?]
    /// How many of its trainings ended because a loss was no longer a number.
    public let failures: Int
    public let isDone: Bool
  }

  /// What one measure gave for the trainings of one row.
  public struct Figure: Hashable, Sendable {
    public let median: Double
    public let least: Double
    public let most: Double

    /// - Parameter values: at least one.
    init?(_ values: [Double]) {
      if let notANumber = values.first(where: \.isNaN) {
        (median, least, most) = (notANumber, notANumber, notANumber)
        return
      }
      let sorted = values.sorted()
      guard let first = sorted.first, let last = sorted.last else { return nil }
      let middle = sorted.count / 2
      let upper = sorted[middle]
      median = sorted.count.isMultiple(of: 2) && sorted[middle - 1] != upper ? (sorted[middle - 1] + upper) / 2 : upper
      least = first
      most = last
    }
  }

  public var isFinished: Bool { !outcomes.isEmpty }

  /// Nil until all is done.
  public var verdict: Verdict? {
    guard isFinished else { return nil }
    if outcomes.allSatisfy(\.holds) { return .holds }
    return outcomes.contains(where: \.holds) ? .partly : .fails
  }

  public func column(_ id: String) -> Int? { columns.firstIndex { $0.id == id } }
}
