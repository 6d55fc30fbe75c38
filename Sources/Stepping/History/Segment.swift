import Datasets

/// A stretch of history between two changes: what has been recorded since one change was made.
///
/// Segments form a tree. A change opens a segment behind the moment at which it is made; a change in
/// the past opens one beside the future that was recorded, which stays as it is. A branch is the way
/// from a first segment to a last one, and opening one copies nothing.
final class Segment {
  /// What it goes on from; nil where a run begins.
  let parent: Segment?
  /// The moment of the parent at which it begins.
  let fork: Moment
  /// What was changed there; nil where a run begins.
  let change: Intervention.Change?
  let stage: Stage
  /// How many segments of the run came into being before it.
  var number = 0

  /// The latest moment reached in it.
  var end: Moment
  var keyframes: Keyframes
  /// The loss of each iteration finished in it.
  var losses = LossHistory()
  /// How many iterations were finished before it.
  let firstLoss: Int
  var evaluations: EvaluationHistory
  var observations: [Observation] = []
  /// What the observers have seen, on the way here too as long as the network was the same.
  var observers = ObserverState()
  /// What became of the parameters, where a change of structure began it.
  var transplant: Transplant?

  /// - Parameter change: what was changed, at which moment of which segment; nil where a run begins.
  init(_ stage: Stage, after change: (made: Intervention.Change, at: Moment, in: Segment)?) {
    self.stage = stage
    self.change = change?.made
    parent = change?.in
    fork = change?.at ?? .start
    let data = stage.setup.data
    evaluations = EvaluationHistory(
      EvaluationSchedule(
        stage.program, batchSize: stage.setup.batchSize, batchesPerEpoch: stage.batchesPerEpoch,
        sampleCount: data.train.count + data.test.count))
    keyframes = Keyframes(spacing: Keyframes.spacing(for: stage.program))
    if let parent = change?.in, parent.stage === stage {
      firstLoss = fork.position == stage.instructionCount ? fork.iteration + 1 : fork.iteration
      end = fork
      observers = parent.observers
      observers.truncate(to: firstLoss)
    } else {
      firstLoss = stage.origin.iteration
      end = stage.origin.moment
    }
  }

  /// Forgets what comes after a moment of it.
  func forget(after moment: Moment) {
    guard moment < end, moment >= start else { return }
    let completed = moment.position == stage.instructionCount ? moment.iteration + 1 : moment.iteration
    keyframes.removeAll(after: moment.iteration)
    losses.truncate(to: max(completed - firstLoss, 0))
    evaluations.truncate(to: completed)
    observers.truncate(to: completed)
    observations.removeAll { $0.moment > moment || $0.seenAfter > completed }
    end = moment
  }

  /// Whether it has a program of its own, so that its first moment is another than the fork.
  var beginsStage: Bool { parent?.stage !== stage }

  /// Its first moment, with the change made.
  var start: Moment { beginsStage ? stage.origin.moment : fork }

  /// The way here from where the run begins.
  var path: [Segment] {
    var path = [self]
    while let parent = path.last?.parent { path.append(parent) }
    return path.reversed()
  }
}
