public import Autodiff
public import NeuralNet

/// What is left of an impulse after so many steps, as a share of what it was: below 1 it is being forgotten, above 1
/// it has grown. Uses the weights before training.
public struct ImpulseLeft: Measure {
  public static let name = "impulse-left"
  public static let settings = [MeasureSetting("layer"), MeasureSetting("after", default: "100")]

  private let layer: String
  private let steps: Int
  private var share: Double?

  public init(_ settings: [String: String]) throws(SettingError) {
    layer = settings["layer"] ?? ""
    steps = try MeasureText.count(settings, "after", 1...4000)
  }

  public var title: BilingualText {
    BilingualText("share of an impulse left after \(steps) steps", zh: "\(steps) 步后冲激还剩的比例")
  }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    let sizes = try ImpulseResponse.sizes(of: layer, in: trial, steps: steps + 1)
    share = sizes[0] > 0 ? sizes[steps] / sizes[0] : nil
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? { share }
}
