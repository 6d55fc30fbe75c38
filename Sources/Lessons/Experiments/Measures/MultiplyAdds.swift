public import Autodiff
public import NeuralNet
import Stepping
import TensorMath

/// How many products one sample takes on the way forwards, in thousands.
public struct MultiplyAdds: Measure {
  public static let name = "multiply-adds"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("thousand products a sample", zh: "每个样本的乘法次数（千）") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let program = trial.machine.program
    let products = program.nodes.filter { $0.phase == .forward }
      .reduce(0) { $0 + program.products(of: $1) }
    return Double(products) / 1000 / Double(max(trial.setup.batchSize, 1))
  }
}
