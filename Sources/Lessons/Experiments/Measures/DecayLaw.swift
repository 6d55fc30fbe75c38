public import Autodiff
public import NeuralNet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The steps after which something that is multiplied by r in every step has fallen to a share s of itself:
/// ln s / ln |r|, from r before training. Infinite from |r| = 1 on. What theory says about ``ImpulseSteps``.
public struct DecayLaw: Measure {
  public static let name = "decay-law"
  public static let settings = [MeasureSetting("parameter"), MeasureSetting("below", default: "0.01")]

  private let parameter: String
  private let share: Double
  private var ratio = Double.nan

  public init(_ settings: [String: String]) throws(SettingError) {
    parameter = settings["parameter"] ?? ""
    share = try MeasureText.number(settings, "below", 1e-9...1)
  }

  public var title: BilingualText { BilingualText("ln \(share.short) / ln r", zh: "ln \(share.short) / ln r") }
  public var unit: BilingualText { BilingualText("steps", zh: "步") }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    guard let values = trial.startParameters[parameter], let first = values.first else {
      throw SettingError("parameter", unknown: parameter, known: trial.startParameters.keys.sorted())
    }
    ratio = Double(first)
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? {
    let size = abs(ratio)
    if size == 0 { return 0 }
    return size < 1 ? log(share) / log(size) : .infinity
  }
}
