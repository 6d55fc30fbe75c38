public import Autodiff
public import NeuralNet

/// How many numbers the network learns.
public struct ParameterTotal: Measure {
  public static let name = "parameters"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("numbers to learn", zh: "要学的数") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    Double(trial.startParameters.values.reduce(0) { $0 + $1.count })
  }
}
