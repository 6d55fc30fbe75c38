public import Autodiff
public import NeuralNet
import Stepping
import TensorMath

/// In how many iterations any number of a parameter changed.
public struct UpdatesReceived: Measure {
  public static let name = "updates"
  public static let settings = [MeasureSetting("parameter")]

  private let parameter: String
  private var last: [Float] = []
  private var count = 0

  public init(_ settings: [String: String]) throws(SettingError) { parameter = settings["parameter"] ?? "" }

  public var title: BilingualText {
    BilingualText("updates of \(parameter)", zh: "\(parameter) 的更新次数")
  }
  public var unit: BilingualText { BilingualText("iterations", zh: "次迭代") }
  public var watchesIterations: Bool { true }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    guard let values = trial.startParameters[parameter] else {
      throw SettingError("parameter", unknown: parameter, known: trial.startParameters.keys.sorted())
    }
    last = values
  }

  public mutating func afterIteration(_ trial: Trial) {
    guard let slot = trial.machine.program.slot(named: parameter) else { return }
    let now = trial.machine.bound.view(of: slot.id).values
    if now != last { count += 1 }
    last = now
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? { Double(count) }
}
