import Autodiff
public import Stepping

/// What running a lesson has shown.
public struct LessonTrial: Hashable, Sendable {
  /// After how many iterations the goal was reached; nil when the lesson has none.
  public let goalReachedAfter: Int?
  /// One for each stop of the tour.
  public let stops: [Moment]
  /// One for each prediction.
  public let answers: [PredictionAnswer]
}

extension Lesson {
  /// Without a limit of its own, a goal is given so many iterations.
  private static let patience = 20_000

  /// Runs the lesson: its data are read, its network is built, every stop of the tour is gone to, every
  /// prediction answered and the goal reached. Takes a fraction of a second.
  ///
  /// - Parameter files: the bytes of each file that the plan's catalog entry names.
  @discardableResult
  public func tried(with files: [String: [UInt8]]) throws(LessonError) -> LessonTrial {
    let setup: TrainingSetup
    do throws(PlanError) {
      setup = try plan.setup(files: files)
    } catch { throw planError(error) }
    do throws(SetupError) { try setup.checkBug(asked: plan.configuration.plantedBug) } catch {
      if case .setting(let setting) = error { throw places.error(.wrongValue, at: "bug", setting) }
      throw planError(.setup(error))
    }
    try checkStopConditions(in: setup)
    try checkExperimentRuns(files: files)
    return LessonTrial(
      goalReachedAfter: try goalReached(setup), stops: try tourMoments(in: setup), answers: try answers(in: setup))
  }

  /// Where the stops of the tour are.
  public func tourMoments(in setup: TrainingSetup) throws(LessonError) -> [Moment] {
    let timeline = try timeline(setup)
    var moments: [Moment] = []
    for (index, stop) in tour.enumerated() {
      let path = "tour[\(index + 1)]"
      switch stop.approach {
      case .keys(let script): script.play(on: timeline)
      case .moment(let reference):
        do throws(ReferenceError) {
          timeline.go(to: try reference.moment(in: timeline.program))
        } catch { throw places.error(.unknownMoment, at: "\(path).at", error) }
      }
      do throws(ReferenceError) {
        _ = try stop.value?.address(in: timeline.program)
      } catch { throw places.error(.unknownValue, at: "\(path).value", error) }
      moments.append(timeline.now)
    }
    return moments
  }

  /// The right answers to all predictions.
  public func answers(in setup: TrainingSetup) throws(LessonError) -> [PredictionAnswer] {
    let timeline = try timeline(setup)
    var answers: [PredictionAnswer] = []
    for (index, prediction) in predictions.enumerated() {
      do throws(ReferenceError) {
        answers.append(try prediction.answer(on: timeline))
      } catch { throw places.error(.unknownValue, at: "predictions[\(index + 1)]", error) }
    }
    return answers
  }

  /// Trains until the goal is reached.
  private func goalReached(_ setup: TrainingSetup) throws(LessonError) -> Int? {
    guard let goal else { return nil }
    let timeline = try timeline(setup)
    if case .value(let cell) = goal.measure {
      do throws(ReferenceError) {
        _ = try cell.address(in: timeline.program)
      } catch { throw places.error(.unknownValue, at: "goal.value", error) }
    }
    let limit = min(goal.iterationLimit(batchesPerEpoch: timeline.machine.batchesPerEpoch), Self.patience)
    while timeline.completedIterations < limit {
      let next = min(timeline.evaluations.interval, limit - timeline.completedIterations)
      guard timeline.run(iterations: next) == next else { break }
      if case .reached(let iteration) = goal.state(in: timeline.snapshot(SnapshotRequest())) { return iteration }
    }
    let now = timeline.snapshot(SnapshotRequest())
    let reached: String =
      switch goal.state(in: now) {
      case .open(let number?), .tooLate(let number?): "\(number)"
      default: "no such number"
      }
    throw places.error(
      .goalMissed, at: "goal", found: "\(reached) after \(now.completedIterations) iterations",
      needed: "\(goal.comparison.rawValue) \(goal.bound.short)")
  }

  private func timeline(_ setup: TrainingSetup) throws(LessonError) -> Timeline {
    do throws(SetupError) {
      return try Timeline(setup)
    } catch { throw planError(.setup(error)) }
  }
}
