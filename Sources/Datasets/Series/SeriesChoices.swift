/// What a lesson or a learner asks of a series. What is nil is left as it is usual.
///
///     SeriesChoices(window: 40, values: .logReturns)
public struct SeriesChoices: Hashable, Sendable {
  /// How many moments the network sees at once: the length of its sequences.
  public var window: Int?
  /// How many moments after the last one seen lies the one that is forecast.
  public var horizon: Int?
  public var values: SeriesValues?
  public var gaps: SeriesGaps?

  public static let windows = 1...1024
  public static let horizons = 1...100
  public static let usualWindow = 20
  public static let usualHorizon = 1
  public static let usualValues = SeriesValues.levels
  /// Nothing is made up unless somebody asks for it.
  public static let usualGaps = SeriesGaps.skip

  public init(
    window: Int? = nil, horizon: Int? = nil, values: SeriesValues? = nil, gaps: SeriesGaps? = nil
  ) {
    self.window = window
    self.horizon = horizon
    self.values = values
    self.gaps = gaps
  }

  /// The name of the first choice that was made.
  var firstChoice: String? {
    if window != nil { return "window" }
    if horizon != nil { return "horizon" }
    if values != nil { return "values" }
    return gaps == nil ? nil : "gaps"
  }
}

/// What becomes of moments at which nothing was measured. They are never forecast: there is no truth to compare with.
public enum SeriesGaps: String, Hashable, Sendable, CaseIterable, NamedChoice {
  /// Windows that touch one are left out.
  case skip
  /// Inside a window a gap is bridged by a straight line between its neighbors; at a window's end the last value before
  /// it is carried on, for the next one lies in the future.
  case interpolate
  /// A gap is an error.
  case refuse
}
