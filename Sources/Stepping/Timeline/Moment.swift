/// A point in the life of a run: how far which iteration has come. Moments are ordered in time; going
/// to a moment, from before or after, always gives the same bits.
///
/// The run begins at ``start``. Every other moment has at least one instruction of its iteration
/// behind it, so that the end of one iteration is not also the start of the next; only where the
/// network's structure changes does a new stage begin with nothing of its iteration run.
public struct Moment: Hashable, Sendable, Comparable, Codable {
  /// How many changes of structure lie before it: each gives a program of its own.
  public let stage: Int
  /// The iteration, counted from 0 since the run began.
  public let iteration: Int
  /// How many of its instructions have run.
  public let position: Int
  /// How much of the last of them is shown, when a learner goes through it term by term; nil when all.
  public let progress: TermProgress?

  public init(stage: Int = 0, iteration: Int, position: Int, progress: TermProgress? = nil) {
    self.stage = stage
    self.iteration = iteration
    self.position = position
    self.progress = progress
  }

  /// Nothing has run.
  public static let start = Moment(iteration: 0, position: 0)

  /// The same moment with all of the last instruction shown.
  public var withoutProgress: Moment { Moment(stage: stage, iteration: iteration, position: position) }

  public static func < (a: Moment, b: Moment) -> Bool {
    if a.stage != b.stage { return a.stage < b.stage }
    if a.iteration != b.iteration { return a.iteration < b.iteration }
    if a.position != b.position { return a.position < b.position }
    switch (a.progress, b.progress) {
    case (let a?, let b?): return a < b
    case (.some, nil): return true
    default: return false
    }
  }
}

/// How far a learner has come inside one instruction: the cells it writes, one after the other, and
/// in the current one the terms that have been added up.
public struct TermProgress: Hashable, Sendable, Comparable, Codable {
  /// Which cell, counted through all that the instruction writes.
  public let cell: Int
  /// How many of its terms are added up; at least 1.
  public let terms: Int

  public init(cell: Int, terms: Int) {
    self.cell = cell
    self.terms = terms
  }

  public static func < (a: TermProgress, b: TermProgress) -> Bool { (a.cell, a.terms) < (b.cell, b.terms) }
}

/// The sizes of a step, smallest first. Each has a key, and the same key in upper case goes back.
public enum StepSize: String, Sendable, CaseIterable {
  case term, operation, layer, phase, iteration, epoch
}
