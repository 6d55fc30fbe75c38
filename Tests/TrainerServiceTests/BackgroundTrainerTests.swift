import Datasets
import NeuralNet
import Stepping
import Synchronization
import TensorMath
import Testing
import TrainerService

/// The trainer on its own thread: what leads far shows where it is, and can be stopped.
@Suite struct BackgroundTrainerTests {
  /// Large enough that millions of iterations take minutes.
  private func setup() throws -> TrainingSetup {
    let data = try DatasetCatalog.entry(named: "circles")
      .prepared(for: DataSelection(dataset: "circles", count: 100, noise: 0.1, seed: 1), files: [:])
    let model = ModelDescription(
      inputCount: 2,
      layers: [
        .dense("hidden1", units: 32, activation: "tanh"), .dense("hidden2", units: 32, activation: "tanh"),
        .dense("output", units: 1),
      ], loss: "binary-cross-entropy")
    return try TrainingSetup(
      TrainingConfiguration(model: model, learningRate: 0.01, batchSize: 50), data: data)
  }

  private let far = 5_000_000

  /// Waits for news that tell something; nil when none did within half a minute.
  private func news(
    of trainer: BackgroundTrainer, _ wake: WakePipe, until isEnough: (TrainerUpdate) -> Bool
  ) -> TrainerUpdate? {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(30)
    while clock.now < end {
      if let update = trainer.takeUpdate(), isEnough(update) { return update }
      wake.wait(milliseconds: 50)
    }
    return nil
  }

  private func onTheWay() throws -> (BackgroundTrainer, WakePipe) {
    let wake = WakePipe()
    let trainer = BackgroundTrainer(waking: wake)
    trainer.send(.load(try setup()))
    trainer.send(.travel(Route([Route.Steps(.iteration, count: far)])))
    return (trainer, wake)
  }

  @Test func aLongWayShowsWhereItIsAndIsStopped() throws {
    let (trainer, wake) = try onTheWay()
    defer { trainer.stop() }
    let seen = try #require(
      news(of: trainer, wake) { $0.pace == .journey(toIteration: far) && ($0.snapshot?.completedIterations ?? 0) > 0 })
    let first = try #require(seen.snapshot).completedIterations
    #expect(seen.commands == 2 && seen.snapshot?.isOnTheWay == true)
    let later = try #require(news(of: trainer, wake) { ($0.snapshot?.completedIterations ?? 0) > first })
    #expect(try #require(later.snapshot).completedIterations < far)
    trainer.send(.pause)
    let stopped = try #require(news(of: trainer, wake) { $0.pace == nil && $0.commands == 3 })
    #expect(try #require(stopped.snapshot).completedIterations < far)
    #expect(stopped.snapshot?.isOnTheWay == false)
  }

  /// Keys that were held down are forgotten with the way that they would have gone on.
  @Test func stoppingForgetsTheStepsThatWait() throws {
    let (trainer, wake) = try onTheWay()
    defer { trainer.stop() }
    _ = try #require(news(of: trainer, wake) { $0.pace != nil })
    for _ in 0..<5 { trainer.send(.step(.epoch)) }
    _ = try #require(news(of: trainer, wake) { $0.commands == 7 })
    trainer.send(.pause)
    let stopped = try #require(news(of: trainer, wake) { $0.pace == nil && $0.commands == 8 })
    let place = try #require(stopped.snapshot).moment
    trainer.send(.step(.operation))
    let next = try #require(news(of: trainer, wake) { $0.commands == 9 && $0.pace == nil })
    #expect(try #require(next.snapshot).completedIterations <= place.iteration + 2)
  }

  /// Whoever goes elsewhere on the way need not arrive first; steps after that start from there.
  @Test func goingElsewhereBreaksTheWayOff() throws {
    let (trainer, wake) = try onTheWay()
    defer { trainer.stop() }
    _ = try #require(news(of: trainer, wake) { $0.pace != nil })
    trainer.send(.go(to: .start))
    trainer.send(.step(.iteration))
    let there = try #require(news(of: trainer, wake) { $0.pace == nil && $0.commands == 4 })
    #expect(try #require(there.snapshot).completedIterations == 1)
  }

  /// What a panel wants to know is there on the way; a change is made where the run is, not where it would have got.
  @Test func whatIsAskedForOnTheWayIsNotKeptWaiting() throws {
    let (trainer, wake) = try onTheWay()
    defer { trainer.stop() }
    _ = try #require(news(of: trainer, wake) { $0.pace != nil })
    trainer.send(.request(SnapshotRequest(wantsStatistics: true)))
    let asked = try #require(news(of: trainer, wake) { $0.snapshot?.statistics != nil })
    #expect(asked.pace == .journey(toIteration: far))
    trainer.send(.intervene(.learningRate(0.5)))
    let changed = try #require(news(of: trainer, wake) { $0.pace == nil && $0.commands == 4 })
    let snapshot = try #require(changed.snapshot)
    #expect(snapshot.interventions.map(\.change) == [.learningRate(0.5)] && snapshot.completedIterations < far)
  }

  /// Steps that came on the way are made when it ends.
  @Test func stepsWaitForTheWay() throws {
    let wake = WakePipe()
    let trainer = BackgroundTrainer(waking: wake)
    defer { trainer.stop() }
    trainer.send(.load(try setup()))
    trainer.send(.travel(Route([Route.Steps(.iteration, count: 20_000)])))
    _ = try #require(news(of: trainer, wake) { $0.pace != nil || $0.snapshot?.completedIterations == 20_000 })
    for _ in 0..<3 { trainer.send(.step(.iteration)) }
    let there = try #require(news(of: trainer, wake) { $0.pace == nil && $0.commands == 5 })
    #expect(there.snapshot?.completedIterations == 20_003)
  }

  /// What was asked for right before leaving is done.
  @Test func leavingFinishesWhatIsShort() throws {
    let tape = Ending()
    let trainer = BackgroundTrainer(waking: WakePipe(), recorder: tape)
    trainer.send(.load(try setup()))
    for _ in 0..<3 { trainer.send(.step(.iteration)) }
    trainer.stop()
    #expect(tape.iterations == 3)
  }
}

/// How many iterations a run had when it was left.
private final class Ending: RunRecorder {
  private let left = Mutex<Int?>(nil)
  var iterations: Int? { left.withLock { $0 } }

  func begin(log: Int) {}
  func replayed(only count: Int) {}
  func record(_ event: RunEvent) {}
  func keep(_ checkpoint: RunCheckpoint) {}
  func leave(_ summary: RunSummary) { left.withLock { $0 = summary.iterations } }
}
