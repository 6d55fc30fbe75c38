public import Autodiff
public import NeuralNet

/// Something that is measured on each training of an experiment and gives one number. One file a measure in
/// `Measures/`, one line in ``MeasureCatalog``.
///
/// A measure is a value that may remember what it has seen: each training gets a fresh copy.
public protocol Measure: Sendable {
  /// What lesson files call it: `loss-gap`.
  static var name: String { get }
  /// What it can be told, with defaults; an empty default means that it must be told.
  static var settings: [MeasureSetting] { get }
  /// From checked settings: every name of `settings` is there.
  init(_ settings: [String: String]) throws(SettingError)
  /// What the number is, for the head of a column or an axis.
  var title: BilingualText { get }
  /// Of what the number is so many: iterations, samples; empty where it has no unit.
  var unit: BilingualText { get }
  /// What an infinite number means: it never happened.
  var infinity: BilingualText { get }
  /// Whether ``afterIteration(_:)`` has to be called.
  var watchesIterations: Bool { get }
  /// Before the first iteration.
  mutating func begin(_ trial: Trial) throws(SettingError)
  mutating func afterIteration(_ trial: Trial)
  /// After the last iteration. `first` is the first variation's training with the same seed. Nil where there is no
  /// such number: no test part.
  func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double?
}

extension Measure {
  public static var settings: [MeasureSetting] { [] }
  public var unit: BilingualText { BilingualText("", zh: "") }
  public var infinity: BilingualText { BilingualText("never", zh: "从不") }
  public var watchesIterations: Bool { false }
  public mutating func begin(_ trial: Trial) throws(SettingError) {}
  public mutating func afterIteration(_ trial: Trial) {}
}

/// Something that a measure can be told.
public struct MeasureSetting: Hashable, Sendable {
  public let name: String
  public let defaultValue: String

  public init(_ name: String, default defaultValue: String = "") {
    self.name = name
    self.defaultValue = defaultValue
  }
}

/// A measure as a lesson's file describes it.
public struct MeasureDescription: Hashable, Sendable {
  /// What expectations and the plot call the figure.
  public let id: String
  /// A name from ``MeasureCatalog``.
  public let measure: String
  public let settings: [String: String]
  /// In place of the measure's own title.
  public let title: BilingualText?

  public init(id: String, measure: String, settings: [String: String] = [:], title: BilingualText? = nil) {
    self.id = id
    self.measure = measure
    self.settings = settings
    self.title = title
  }
}
