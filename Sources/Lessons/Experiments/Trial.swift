import Autodiff
import Datasets
import NeuralNet
public import Stepping
import TensorMath

/// One training of an experiment while it runs: what measures look at.
public final class Trial {
  public let setup: TrainingSetup
  public let machine: TrainingMachine
  private let predictor: Predictor
  /// The parameters before the first iteration, and after the latest that was asked about, by name.
  let startParameters: [String: [Float]]
  /// The gradients of the first iteration, by parameter.
  private(set) var firstGradients: [String: [Float]] = [:]
  /// Iterations done.
  public private(set) var iterations = 0
  /// What the iterations took.
  private(set) var trainingTime = Duration.zero
  /// The loss of an iteration was not a number: there is nothing more to train.
  public private(set) var hasFailed = false

  init(_ setup: TrainingSetup) throws(SetupError) {
    self.setup = setup
    machine = try TrainingMachine(setup)
    predictor = try Predictor(setup)
    startParameters = Self.parameters(of: machine)
  }

  func runIteration() {
    trainingTime += ContinuousClock().measure { machine.runIteration() }
    iterations += 1
    if iterations == 1 {
      for parameter in machine.program.parameters {
        firstGradients[machine.program[parameter.slot].name] = machine.bound.view(of: parameter.gradient).values
      }
    }
    if !machine.loss.isFinite { hasFailed = true }
  }

  /// The parameters as they are now, by name.
  var parameters: [String: [Float]] { Self.parameters(of: machine) }

  private static func parameters(of machine: TrainingMachine) -> [String: [Float]] {
    machine.program.parameters.reduce(into: [:]) { values, parameter in
      values[machine.program[parameter.slot].name] = machine.bound.view(of: parameter.slot).values
    }
  }

  /// Loss and metric of the network as it is now.
  func evaluation() -> EvaluationPoint? {
    predictor.adopt(machine)
    return predictor.evaluation(completedIterations: iterations)
  }

  /// The network's forecasts beside "tomorrow = today", on the test part.
  ///
  /// - Parameter measure: the name of what asks, for the error where no series is forecast.
  func forecastTest(for measure: String) throws(SettingError) -> ForecastTest? {
    guard setup.data.forecast != nil else {
      throw SettingError(measure, found: "\(setup.data.raw.name), which is no series", needed: "data that are a series")
    }
    return ForecastTest(.test, of: machine, predictor)
  }

  /// What the network writes of itself on the test part; nil where nothing is to be written.
  func transcriptionTest() -> TranscriptionTest? { TranscriptionTest(of: machine, predictor) }

  /// Samples that have been learned from so far, each as often as it was.
  var samplesSeen: Int {
    let perEpoch = machine.batchesPerEpoch
    let rest = iterations % perEpoch
    return iterations / perEpoch * setup.data.train.count + min(rest * setup.batchSize, setup.data.train.count)
  }
}
