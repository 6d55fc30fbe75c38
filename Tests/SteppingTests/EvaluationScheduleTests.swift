import Testing

@testable import Stepping

@Suite struct EvaluationScheduleTests {
  /// 200 points of the plane, batches of 10, half a microsecond an iteration.
  @Test func aSmallLessonHasFourPointsAnEpochAtFirst() {
    let schedule = EvaluationSchedule(first: 5, iteration: 500, evaluation: 17_000)
    #expect(schedule.interval(at: 5) == 5 && schedule.interval(at: 4000) == 5)
  }

  @Test func inTheLongRunAnEvaluationCostsAFiftieth() {
    for (iteration, evaluation) in [(96.0, 18_000.0), (500, 17_000), (725_000, 3_500_000), (1e9, 2e9)] {
      let schedule = EvaluationSchedule(first: 2, iteration: iteration, evaluation: evaluation)
      let interval = schedule.interval(at: 1 << 40)
      #expect(evaluation <= Double(interval) * iteration / 50)
      #expect(interval == 2 || evaluation > Double(interval / 2) * iteration / 50, "no longer than needed")
    }
  }

  @Test func distancesOnlyGrowAndEachIsAMultipleOfTheLast() {
    let schedule = EvaluationSchedule(first: 3, iteration: 725_000, evaluation: 3_500_000)
    var last = schedule.first
    for iterations in 0..<5000 {
      let interval = schedule.interval(at: iterations)
      #expect(interval >= last && interval.isMultiple(of: last))
      last = interval
    }
  }
}
