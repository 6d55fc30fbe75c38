import Autodiff
import Lessons
import NeuralNet
import Stepping
import Testing

/// Goals against a run.
struct GoalTests {
  private func snapshot(after iterations: Int, of lesson: Lesson) throws -> Snapshot {
    let timeline = try Timeline(lesson.plan.setup(files: [:]))
    timeline.run(iterations: iterations)
    return timeline.snapshot(SnapshotRequest())
  }

  @Test func aGoalIsOpenThenReachedOrTooLate() throws {
    let lesson = try smallLesson()
    let start = try snapshot(after: 0, of: lesson)
    let later = try snapshot(after: 40, of: lesson)
    let now = try #require(later.current).train.loss
    let goal = Goal(.metric(.trainLoss), .atMost, now, within: .iterations(40))
    guard case .open(let number?) = goal.state(in: start) else { return #expect(Bool(false), "open at the start") }
    #expect(number > now)
    guard case .reached(let iteration) = goal.state(in: later) else { return #expect(Bool(false), "reached") }
    #expect(iteration <= 40)
    let never = Goal(.metric(.trainLoss), .atMost, 0, within: .iterations(40))
    #expect(never.state(in: later) == .tooLate(now: now))
    let soon = Goal(.metric(.trainLoss), .atMost, now, within: .iterations(1))
    #expect(soon.state(in: later) == .tooLate(now: now), "what is reached after the time is not reached")
    let unlimited = Goal(.metric(.trainLoss), .atMost, 0)
    #expect(unlimited.state(in: later) == .open(now: now))
  }

  /// What was reached stays reached, also when the network gets worse again; but not before it was.
  @Test func theFirstTimeCounts() throws {
    let lesson = try smallLesson()
    let timeline = try Timeline(lesson.plan.setup(files: [:]))
    timeline.run(iterations: 40)
    let best = try #require(timeline.evaluations.points.dropFirst().map(\.train.loss).min())
    let goal = Goal(.metric(.trainLoss), .atMost, best)
    guard case .reached(let first) = goal.state(in: timeline.snapshot(SnapshotRequest())) else {
      return #expect(Bool(false))
    }
    timeline.go(to: Moment(iteration: 0, position: 1))
    guard case .open = goal.state(in: timeline.snapshot(SnapshotRequest())) else {
      return #expect(Bool(false), "not yet")
    }
    #expect(first > 0)
  }

  @Test func epochsAreCountedInBatches() {
    let goal = Goal(.metric(.testAccuracy), .atLeast, 0.9, within: .epochs(3))
    #expect(goal.iterationLimit(batchesPerEpoch: 16) == 48)
    #expect(Goal(.metric(.rSquared), .atLeast, 0).iterationLimit(batchesPerEpoch: 16) == .max)
  }

  @Test func aWeightCanBeAGoal() throws {
    let lesson = try smallLesson()
    let later = try snapshot(after: 3, of: lesson)
    let slot = try #require(later.program.slot(named: "hidden.weight"))
    let weight = Double(try #require(later.values(of: slot.id))[1])
    let cell = Goal.Measure.value(CellReference("hidden.weight", [0, 1]))
    #expect(Goal(cell, .atMost, weight).state(in: later) == .reached(iteration: 3))
    #expect(Goal(cell, .atMost, weight - 1).state(in: later) == .open(now: weight))
  }

  @Test func metricsComeFromTheirParts() {
    let point = EvaluationPoint(
      completedIterations: 5, train: .init(loss: 1, metric: 2), test: .init(loss: 3, metric: 4))
    #expect(Goal.Metric.allCases.map { $0.value(in: point) } == [1, 3, 2, 4, 4])
    let whole = EvaluationPoint(completedIterations: 5, train: .init(loss: 1, metric: 2), test: nil)
    #expect(Goal.Metric.allCases.map { $0.value(in: whole) } == [1, nil, 2, nil, 2])
  }
}
