public import Autodiff
public import NeuralNet
import Stepping

/// How long an epoch of training took on this machine, in milliseconds. It is another number at every run.
public struct EpochMilliseconds: Measure {
  public static let name = "epoch-milliseconds"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("ms an epoch, here and now", zh: "每轮毫秒数（此时此机）") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    guard trial.iterations > 0 else { return nil }
    let epochs = Double(trial.iterations) / Double(trial.machine.batchesPerEpoch)
    return trial.trainingTime / .milliseconds(1) / epochs
  }
}
