public import Autodiff
public import NeuralNet
import Stepping
import TensorMath

/// In what share of the iterations a value got a gradient at all: one in which some number is not 0.
public struct GradientShare: Measure {
  public static let name = "gradient-share"
  public static let settings = [MeasureSetting("value")]

  private let value: String
  private var count = 0

  public init(_ settings: [String: String]) throws(SettingError) { value = settings["value"] ?? "" }

  public var title: BilingualText {
    BilingualText("share of iterations with a gradient for \(value)", zh: "\(value) 得到梯度的迭代比例")
  }
  public var watchesIterations: Bool { true }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    let program = trial.machine.program
    guard program.slot(named: "\(value).gradient") != nil else {
      throw SettingError(
        "value", unknown: value,
        known: program.slots.filter { program.gradient(of: $0.id) != nil }.map(\.name))
    }
  }

  public mutating func afterIteration(_ trial: Trial) {
    guard let slot = trial.machine.program.slot(named: "\(value).gradient") else { return }
    if trial.machine.bound.view(of: slot.id).values.contains(where: { $0 != 0 }) { count += 1 }
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    trial.iterations == 0 ? nil : Double(count) / Double(trial.iterations)
  }
}
