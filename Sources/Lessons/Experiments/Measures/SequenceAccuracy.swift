public import Autodiff
import Datasets
public import NeuralNet
import Stepping

/// The share of test sequences that the network writes without a mistake, from its own tokens.
public struct SequenceAccuracy: Measure {
  public static let name = "sequence-accuracy"

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText { BilingualText("whole sequences right", zh: "整个序列都对的比例") }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    guard let test = trial.transcriptionTest() else {
      throw SettingError(
        Self.name, found: "\(trial.setup.data.raw.name), where nothing is written",
        needed: "data in which a sequence becomes another")
    }
    return test.sequenceAccuracy
  }
}
