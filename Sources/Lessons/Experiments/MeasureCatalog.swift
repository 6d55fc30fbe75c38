public import NeuralNet

/// Every measure, from the plainest on.
public enum MeasureCatalog {
  public static let all: [any Measure.Type] = [
    FinalMetric.self,
    Gap.self,
    UntilReached.self,
    UpdatesReceived.self,
    GradientShare.self,
    GradientNoise.self,
    FirstGradientDifference.self,
    DistanceBetweenEnds.self,
    ImpulseSteps.self,
    ImpulseLeft.self,
    DecayLaw.self,
    CollapseError.self,
    ParameterTotal.self,
    Reach.self,
    ShiftError.self,
    DetailLost.self,
    RMSERatio.self,
    MAERatio.self,
    DirectionAccuracy.self,
    GradientKept.self,
    SequenceAccuracy.self,
    ActivationMemory.self,
    MultiplyAdds.self,
    EpochMilliseconds.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  /// The measure that a description means, its settings checked by name.
  public static func measure(_ description: MeasureDescription) throws(SettingError) -> any Measure {
    guard let type = all.first(where: { $0.name == description.measure }) else {
      throw SettingError("measure", unknown: description.measure, known: names)
    }
    let known = type.settings
    for name in description.settings.keys.sorted() where !known.contains(where: { $0.name == name }) {
      throw SettingError(description.measure, unknown: name, known: known.map(\.name))
    }
    var settings: [String: String] = [:]
    for setting in known {
      let value = description.settings[setting.name] ?? setting.defaultValue
      if value.isEmpty {
        throw SettingError(setting.name, found: "no \(setting.name)", needed: "a \(setting.name)")
      }
      settings[setting.name] = value
    }
    return try type.init(settings)
  }
}

/// What several measures are told.
enum MeasureText {
  static func number(
    _ settings: [String: String], _ name: String, _ range: ClosedRange<Double>
  ) throws(SettingError) -> Double {
    let text = settings[name] ?? ""
    guard let number = Double(text), range.contains(number) else {
      throw SettingError(
        name, found: quoted(text), needed: "a number from \(range.lowerBound.short) to \(range.upperBound.short)")
    }
    return number
  }

  static func count(_ settings: [String: String], _ name: String, _ range: ClosedRange<Int>) throws(SettingError) -> Int
  {
    let text = settings[name] ?? ""
    guard let number = Int(text), range.contains(number) else {
      throw SettingError(
        name, found: quoted(text), needed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  static func metric(_ settings: [String: String]) throws(SettingError) -> Goal.Metric {
    let text = settings["metric"] ?? ""
    guard let metric = Goal.Metric(rawValue: text) else {
      throw SettingError("metric", unknown: text, known: Goal.Metric.allCases.map(\.rawValue))
    }
    return metric
  }
}
