import Autodiff
import NeuralNet
import Testing

/// Learning-rate schedules against torch.optim.lr_scheduler, and what holds for all of them.
@Suite struct ScheduleTests {
  @Test func factorsArePyTorchs() throws {
    let cases = try ReferenceFile<ScheduleCase>("schedules").cases
    #expect(Set(cases.map(\.name)) == Set(ScheduleCatalog.names))
    for reference in cases {
      let schedule = try ScheduleCatalog.schedule(
        ScheduleDescription(reference.name, constants: reference.parameters, warmUp: reference.warm_up))
      for (iteration, expected) in reference.factors.enumerated() {
        let found = schedule.factor(iteration: iteration)
        #expect(
          abs(found - expected) <= 1e-7 * max(expected, 0.1),
          "\(reference.name), warm-up \(reference.warm_up): \(found) in iteration \(iteration), PyTorch has \(expected)"
        )
      }
    }
  }

  @Test(arguments: ScheduleCatalog.names)
  func itBeginsWithTheFullRateAndNeverRises(_ name: String) throws {
    let schedule = try ScheduleCatalog.schedule(ScheduleDescription(name))
    #expect(schedule.factor(iteration: 0) == 1)
    #expect(schedule.isConstant == (name == "constant"))
    for iteration in stride(from: 0, to: 5000, by: 50) {
      let (now, later) = (schedule.factor(iteration: iteration), schedule.factor(iteration: iteration + 50))
      #expect(later <= now && later >= 0)
    }
    #expect(schedule.schedule.meaning[.english].hasSuffix(".") && schedule.schedule.formula.contains("η"))
  }

  @Test(arguments: ScheduleCatalog.names)
  func everyConstantHasAnEffect(_ name: String) throws {
    func factors(_ constants: [String: Double]) throws -> [Double] {
      let schedule = try ScheduleCatalog.schedule(ScheduleDescription(name, constants: constants))
      return [1, 60, 600, 3000].map(schedule.factor)
    }
    for constant in try ScheduleCatalog.type(named: name).constants {
      let other = constant.isCount ? 7 : constant.defaultValue == 0 ? 0.5 : constant.defaultValue / 2
      #expect(try factors([constant.name: other]) != factors([:]), "\(name).\(constant.name)")
      #expect(try factors([constant.name: constant.defaultValue]) == factors([:]))
    }
  }

  /// The full rate is reached by the last iteration of the warm-up, and the schedule begins behind it.
  @Test func warmUpRisesInEqualSteps() throws {
    let schedule = try ScheduleCatalog.schedule(
      ScheduleDescription("step", constants: ["every": 2, "factor": 0.5], warmUp: 4))
    #expect((0..<9).map(schedule.factor) == [0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5, 0.25])
    #expect(schedule.rate(0.2, iteration: 0) == 0.05 && !schedule.isConstant)
    #expect(try !ScheduleCatalog.schedule(ScheduleDescription("constant", warmUp: 1)).isConstant)
  }

  @Test func whatCannotBeIsRefused() {
    let cases: [(ScheduleDescription, String)] = [
      (
        ScheduleDescription("cosin"),
        "schedule: found \"cosin\", needed one of constant, step, exponential, linear, cosine; did you mean \"cosine\"?"
      ),
      (
        ScheduleDescription("cosine", constants: ["lenght": 3]),
        "schedule cosine: found \"lenght\", needed one of length, end; did you mean \"length\"?"
      ),
      (
        ScheduleDescription("step", constants: ["every": 2.5]),
        "every: found 2.5, needed a whole number from 1 to 16777216"
      ),
      (ScheduleDescription("linear", constants: ["end": 2]), "end: found 2.0, needed a number from 0.0 to 1.0"),
      (ScheduleDescription("constant", warmUp: -1), "warm-up: found -1, needed a whole number from 0 to 16777216"),
    ]
    for (description, message) in cases {
      let error = #expect(throws: SettingError.self) { try ScheduleCatalog.schedule(description) }
      #expect(error?.description == message)
    }
  }
}
