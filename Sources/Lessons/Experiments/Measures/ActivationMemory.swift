public import Autodiff
public import NeuralNet
import Stepping
import TensorMath

/// How much memory one sample's values take on the way forwards, in KiB: all of them are needed again for the gradients.
public struct ActivationMemory: Measure {
  public static let name = "activation-memory"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("KiB of values a sample", zh: "每个样本的中间值（KiB）") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let program = trial.machine.program
    let numbers = program.nodes.filter { $0.phase == .forward }.flatMap(\.outputs)
      .reduce(0) { $0 + program[$1].shape.count }
    return Double(numbers * MemoryLayout<Float>.size) / 1024 / Double(max(trial.setup.batchSize, 1))
  }
}
