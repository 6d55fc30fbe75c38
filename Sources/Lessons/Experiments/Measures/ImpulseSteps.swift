public import Autodiff
public import NeuralNet
import Stepping

/// How long a self-recurrent neuron remembers: it is given one 1 and then nothing but zeros; counted are the steps
/// until its output is smaller than a share of what it was at the 1, for good within the steps looked at. Infinite
/// when that does not happen. Uses the weights before training.
public struct ImpulseSteps: Measure {
  public static let name = "impulse-steps"
  public static let settings = [
    MeasureSetting("layer"), MeasureSetting("below", default: "0.01"), MeasureSetting("within", default: "1000"),
  ]

  private let layer: String
  private let share: Double
  private let horizon: Int
  private var steps: Double?

  public init(_ settings: [String: String]) throws(SettingError) {
    layer = settings["layer"] ?? ""
    share = try MeasureText.number(settings, "below", 0...1)
    horizon = try MeasureText.count(settings, "within", 2...4000)
  }

  public var title: BilingualText {
    let percent = (share * 100).short
    return BilingualText("steps until an impulse is below \(percent) %", zh: "冲激降到 \(percent)% 以下的步数")
  }
  public var unit: BilingualText { BilingualText("steps", zh: "步") }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    let answers = try ImpulseResponse.sizes(of: layer, in: trial, steps: horizon)
    let limit = answers[0] * share
    guard limit > 0 else { return steps = 0 }
    guard let last = answers.lastIndex(where: { !($0 < limit) }) else { return steps = 0 }
    steps = last + 1 < horizon ? Double(last + 1) : .infinity
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? { steps }
}
