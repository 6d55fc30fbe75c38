public import Autodiff
public import NeuralNet
import Stepping

/// How many iterations, or samples learned from, it takes until a loss has fallen to a bound or an accuracy has
/// risen to one. Looked at every so many iterations, so that the answer is right to within as many.
public struct UntilReached: Measure {
  public static let name = "until"
  public static let settings = [
    MeasureSetting("metric"), MeasureSetting("bound"), MeasureSetting("count", default: "iterations"),
    MeasureSetting("every", default: "1"),
  ]

  private let metric: Goal.Metric
  private let bound: Double
  private let countsSamples: Bool
  private let every: Int
  private var reachedAfter = Double.infinity

  public init(_ settings: [String: String]) throws(SettingError) {
    metric = try MeasureText.metric(settings)
    bound = try MeasureText.number(settings, "bound", -1e9...1e9)
    let count = settings["count"] ?? ""
    guard ["iterations", "samples"].contains(count) else {
      throw SettingError("count", unknown: count, known: ["iterations", "samples"])
    }
    countsSamples = count == "samples"
    every = try MeasureText.count(settings, "every", 1...1_000_000)
  }

  private var isLoss: Bool { metric == .trainLoss || metric == .testLoss }

  public var title: BilingualText {
    let sign = isLoss ? "≤" : "≥"
    let what = unit
    return BilingualText(
      "\(what.english) until \(metric.title.english) \(sign) \(bound.short)",
      zh: "\(metric.title.chinese) \(sign) \(bound.short) 所需\(what.chinese)")
  }

  public var unit: BilingualText {
    countsSamples ? BilingualText("samples", zh: "样本数") : BilingualText("iterations", zh: "迭代数")
  }

  public var watchesIterations: Bool { true }

  public mutating func afterIteration(_ trial: Trial) {
    guard reachedAfter.isInfinite, trial.iterations.isMultiple(of: every),
      let value = trial.evaluation().flatMap(metric.value), isLoss ? value <= bound : value >= bound
    else { return }
    reachedAfter = Double(countsSamples ? trial.samplesSeen : trial.iterations)
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? { reachedAfter }
}
