/// Tells a recorder what a session does: each command once it is done, and a stretch that ran by itself
/// when it ends or when somebody asks to have it down.
struct RunJournal {
  let recorder: any RunRecorder
  /// Events since the last check.
  private var unchecked = 0
  /// Where the stretch that is running began; nil when the run stands still.
  private var stretch: (from: Moment, isBack: Bool)?
  /// Which run of the session this is.
  private var runNumber = 0
  /// Whether something has run by itself since the last checkpoint.
  private var hasRun = false

  /// Events between two checks: a check costs an evaluation, a replay is to be doubted nowhere for long.
  private static let eventsPerCheck = 64

  init(_ recorder: any RunRecorder) { self.recorder = recorder }

  mutating func begin(_ timeline: Timeline) {
    (unchecked, runNumber, stretch) = (0, 0, nil)
    recorder.begin(log: timeline.setup.log)
  }

  mutating func note(_ event: RunEvent, _ timeline: Timeline) {
    recorder.record(event)
    unchecked += 1
    if unchecked >= Self.eventsPerCheck { check(timeline) }
  }

  /// Takes down what is there now, if something was done since that was last done.
  mutating func check(_ timeline: Timeline) {
    guard unchecked > 0 else { return }
    unchecked = 0
    recorder.record(.check(timeline.check()))
  }

  // MARK: Stretches

  mutating func startStretch(isBack: Bool, at moment: Moment) { stretch = (moment, isBack) }

  /// Takes down how far the stretch has come.
  mutating func save(_ timeline: Timeline, hits: [Int] = []) {
    guard let stretch, timeline.now != stretch.from || !hits.isEmpty else { return }
    note(.ran(isBack: stretch.isBack, to: timeline.now, hits: hits), timeline)
    self.stretch?.from = timeline.now
    hasRun = true
  }

  mutating func endStretch(_ timeline: Timeline, hits: [Int] = []) {
    save(timeline, hits: hits)
    stretch = nil
  }

  // MARK: Leaving

  /// Gives what was computed since this was last done, if that is worth a file.
  mutating func keepCheckpoint(_ history: RunHistory) {
    guard hasRun else { return }
    hasRun = false
    recorder.keep(history.checkpoint())
  }

  /// Tells how a run stands that is being left.
  mutating func leave(_ timeline: Timeline) {
    endStretch(timeline)
    check(timeline)
    guard timeline.completedIterations > 0 else { return }
    timeline.predictor.adopt(timeline.machine)
    let point = timeline.predictor.evaluation(completedIterations: timeline.completedIterations)
    recorder.leave(
      RunSummary(
        settings: timeline.setup.settings, seed: timeline.setup.configuration.seed, number: runNumber,
        iterations: timeline.completedIterations, train: point?.train, test: point?.test))
  }

  mutating func startOver() { runNumber += 1 }
}
