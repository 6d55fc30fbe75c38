import Autodiff
import TensorMath

/// What all observers have seen of a run: the statistics, and which episodes are going on.
///
/// An episode begins with the point at which something is first the case and is noted there, once. It is
/// over when it has not been the case for ten points: what comes and goes with the batches is one thing.
struct ObserverState: Sendable, Codable {
  private(set) var history = StatisticsHistory()
  /// How many points in a row an episode has not been the case.
  private var quiet: [Episode: Int] = [:]
  /// What was going on at points at which that changed, oldest first: for going back.
  private var record: [Change] = []

  private struct Episode: Hashable, Codable {
    let kind: Observation.Kind
    let subject: String
  }

  private struct Change: Sendable, Codable {
    let completedIterations: Int
    let quiet: [Episode: Int]
  }

  private static let pointsUntilOver = 10
  /// Further back than so many changes, episodes are taken to be over.
  private static let longestRecord = 512

  /// Looks at a machine at the end of an iteration, or at the start.
  ///
  /// - Returns: what begins here.
  mutating func look(at machine: TrainingMachine, trainLoss: Double, _ units: UnitActivities) -> [Observation] {
    let point = StatisticsPoint(
      completedIterations: machine.completedIterations, trainLoss: trainLoss,
      parameters: machine.program.parameters.map { ParameterStatistics($0, in: machine) })
    // Of numbers that are none, the observation that they are is all there is to say.
    let news = trainLoss.isFinite ? look(at: machine, point, units) : []
    // Once nobody looks at the points before it any more, so that they are not copied.
    history.append(point)
    return news
  }

  private mutating func look(
    at machine: TrainingMachine, _ point: StatisticsPoint, _ units: UnitActivities
  ) -> [Observation] {
    let moment = ObservedMoment(machine: machine, now: point, past: history.points, units: units.units)
    var observations: [Observation] = []
    var current: Set<Episode> = []
    for observer in ObserverCatalog.all {
      let kind = type(of: observer).kind
      var noted: Observation?
      for finding in observer.findings(moment) {
        let episode = Episode(kind: kind, subject: finding.subject)
        current.insert(episode)
        guard quiet[episode] == nil else { continue }
        let observation = Observation(kind, finding, in: machine)
        // Several sizes of one thing at the same point are one piece of news.
        guard observation != noted else { continue }
        observations.append(observation)
        noted = observation
      }
    }
    settle(current, at: point.completedIterations)
    return observations
  }

  private mutating func settle(_ current: Set<Episode>, at iterations: Int) {
    var next = quiet.mapValues { $0 + 1 }
    for episode in current { next[episode] = 0 }
    next = next.filter { $0.value < Self.pointsUntilOver }
    guard next != quiet else { return }
    quiet = next
    record.append(Change(completedIterations: iterations, quiet: next))
    if record.count > Self.longestRecord { record.removeFirst(Self.longestRecord / 2) }
  }

  /// Forgets what comes after the first `iterations`.
  mutating func truncate(to iterations: Int) {
    history.truncate(to: iterations)
    while let last = record.last, last.completedIterations > iterations { record.removeLast() }
    quiet = record.last?.quiet ?? [:]
  }
}
