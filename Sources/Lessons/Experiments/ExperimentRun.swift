public import NeuralNet
import Stepping

/// Carries out an experiment in slices, so that whoever drives it can show how far it is and stop. It reads no
/// clock: the same experiment gives the same report, whatever the slices.
///
///     let run = try ExperimentRun(experiment, of: lesson.plan, files: files)
///     while !run.isFinished { try run.advance(iterations: 200) }
///     print(run.report.verdict)
public final class ExperimentRun {
  public let experiment: Experiment
  private let plan: LessonPlan
  private let files: [String: [UInt8]]
  private let measures: [any Measure]
  /// Trainings to be done, seed after seed of variation after variation.
  private let trainings: [(variation: Int, seed: UInt64)]
  private var next = 0
  private var current: Current?
  /// Figures by variation, by measure, by seed.
  private var figures: [[[Double?]]]
  private var failures: [Int]
  /// The first variation's trainings, for measures that compare with them.
  private var first: [UInt64: Trial] = [:]
  /// The data of the training before: most experiments use the same throughout.
  private var lastSetup: (plan: LessonPlan, setup: TrainingSetup)?
  private var outcomes: [ExpectationOutcome] = []

  private struct Current {
    let trial: Trial
    var measures: [any Measure]
    let limit: Int
  }

  /// - Parameters:
  ///   - plan: the lesson's.
  ///   - files: the bytes of each file that the plan's catalog entry names.
  public init(_ experiment: Experiment, of plan: LessonPlan, files: [String: [UInt8]]) throws(ExperimentError) {
    self.experiment = experiment
    self.plan = plan
    self.files = files
    var measures: [any Measure] = []
    for description in experiment.measures {
      do throws(SettingError) { measures.append(try MeasureCatalog.measure(description)) } catch {
        throw ExperimentError(experiment, nil, .setting(error))
      }
    }
    self.measures = measures
    trainings = experiment.variations.indices.flatMap { variation in
      experiment.seeds.map { (variation: variation, seed: $0) }
    }
    figures = experiment.variations.map { _ in measures.map { _ in [] } }
    failures = experiment.variations.map { _ in 0 }
  }

  public var isFinished: Bool { next == trainings.count && current == nil }

  /// Which row of the table is being worked on; the last one at the end.
  public var row: Int { trainings.isEmpty ? 0 : trainings[min(next, trainings.count - 1)].variation }

  /// From 0 to 1; all trainings count alike.
  public var progress: Double {
    let done = current.map { Double($0.trial.iterations) / Double(max($0.limit, 1)) } ?? 0
    return min((Double(next) + done) / Double(max(trainings.count, 1)), 1)
  }

  /// Goes on for so many iterations or to the end of the training at hand, whichever comes first.
  public func advance(iterations: Int) throws(ExperimentError) {
    guard !isFinished else { return }
    if current == nil { current = try begin(trainings[next].variation, seed: trainings[next].seed) }
    guard var training = current else { return }
    let watches = training.measures.contains(where: \.watchesIterations)
    var left = iterations
    while left > 0, training.trial.iterations < training.limit, !training.trial.hasFailed {
      training.trial.runIteration()
      left -= 1
      guard watches else { continue }
      for index in training.measures.indices where training.measures[index].watchesIterations {
        training.measures[index].afterIteration(training.trial)
      }
    }
    current = training
    if training.trial.iterations >= training.limit || training.trial.hasFailed { try finish(training) }
  }

  /// Sets every training up and takes every measure once, without training: throws what would come to light later.
  public func check() throws(ExperimentError) {
    for (index, variation) in experiment.variations.enumerated() {
      let training = try begin(index, seed: experiment.seeds.first ?? 1)
      do throws(SettingError) {
        for measure in training.measures { _ = try measure.figure(training.trial, comparedWith: training.trial) }
      } catch { throw ExperimentError(experiment, variation, .setting(error)) }
    }
  }

  private func begin(_ index: Int, seed: UInt64) throws(ExperimentError) -> Current {
    let variation = experiment.variations[index]
    let setup = try setup(index, seed: seed)
    let trial: Trial
    do throws(SetupError) { trial = try Trial(setup) } catch {
      throw ExperimentError(experiment, variation, .plan(.setup(error)))
    }
    var measures = measures
    do throws(SettingError) {
      for position in measures.indices { try measures[position].begin(trial) }
    } catch { throw ExperimentError(experiment, variation, .setting(error)) }
    let limit = experiment.budget.iterations(batchesPerEpoch: trial.machine.batchesPerEpoch)
    return Current(trial: trial, measures: measures, limit: limit)
  }

  private func setup(_ index: Int, seed: UInt64) throws(ExperimentError) -> TrainingSetup {
    let variation = experiment.variations[index]
    let varied: LessonPlan
    do throws(SettingError) { varied = try variation.plan(from: plan, seed: seed) } catch {
      throw ExperimentError(experiment, variation, .setting(error))
    }
    do throws(PlanError) {
      let made: TrainingSetup
      if let lastSetup, lastSetup.plan.data == varied.data, lastSetup.plan.ownFile == varied.ownFile {
        made = try varied.setup(on: lastSetup.setup.data)
      } else {
        made = try varied.setup(files: files)
      }
      lastSetup = (varied, made)
      do throws(SetupError) { return try variation.applied(to: made) } catch { throw .setup(error) }
    } catch { throw ExperimentError(experiment, variation, .plan(error)) }
  }

  private func finish(_ training: Current) throws(ExperimentError) {
    let (index, seed) = trainings[next]
    if index == 0 { first[seed] = training.trial }
    do throws(SettingError) {
      for (position, measure) in training.measures.enumerated() {
        let figure = try measure.figure(training.trial, comparedWith: first[seed] ?? training.trial)
        figures[index][position].append(figure)
      }
    } catch { throw ExperimentError(experiment, experiment.variations[index], .setting(error)) }
    if training.trial.hasFailed { failures[index] += 1 }
    current = nil
    next += 1
    guard next == trainings.count else { return }
    let rows = report.rows
    outcomes = experiment.expectations.map { expectation in
      let column = experiment.measures.firstIndex { $0.id == expectation.figure }
      return expectation.outcome(experiment.variations) { row in column.flatMap { rows[row].figures[$0]?.median } }
    }
  }

  /// What has been found so far.
  public var report: ExperimentReport {
    ExperimentReport(
      experiment: experiment,
      columns: zip(experiment.measures, measures).map { description, measure in
        ExperimentReport.Column(
          id: description.id, title: description.title ?? measure.title, unit: measure.unit,
          infinity: measure.infinity)
      },
      rows: experiment.variations.enumerated().map { index, variation in
        let isDone = figures[index].allSatisfy { $0.count == experiment.seeds.count }
        return ExperimentReport.Row(
          variation: variation,
          figures: figures[index].map { values in
            isDone && values.allSatisfy { $0 != nil } ? ExperimentReport.Figure(values.compactMap(\.self)) : nil
          }, failures: failures[index], isDone: isDone)
      }, outcomes: outcomes, progress: progress)
  }
}

/// Why an experiment cannot be carried out: which training, and what is wrong with it.
public struct ExperimentError: Error, Hashable, Sendable, CustomStringConvertible {
  public let experiment: String
  /// Nil when all trainings are meant.
  public let variation: Variation?
  public let reason: Reason

  public enum Reason: Hashable, Sendable {
    case plan(PlanError)
    case setting(SettingError)
  }

  init(_ experiment: Experiment, _ variation: Variation?, _ reason: Reason) {
    self.experiment = experiment.id
    self.variation = variation
    self.reason = reason
  }

  public var description: String {
    let settings = variation.map { " (\($0.settings.map { "\($0.knob)=\($0.value)" }.joined(separator: ", ")))" } ?? ""
    let why =
      switch reason {
      case .plan(let error): error.description
      case .setting(let error): error.description
      }
    return "\(experiment)\(settings): \(why)"
  }
}
