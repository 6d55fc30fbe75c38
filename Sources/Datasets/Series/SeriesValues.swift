#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a network sees of a series, and what it forecasts: the quantity itself or how it changes.
///
///     levels        x(t)                  close(t+1)
///     differences   x(t) − x(t−1)         close(t+h) − close(t)
///     log-returns   ln x(t) − ln x(t−1)   ln close(t+h) − ln close(t)
///
/// A forecast change leads back to the quantity from the last one seen: ``level(of:from:)``.
public enum SeriesValues: String, Hashable, Sendable, CaseIterable, NamedChoice {
  case levels
  case logReturns = "log-returns"
  case differences

  /// Whether the value of a moment takes the moment before it.
  public var areChanges: Bool { self != .levels }

  /// The value of the quantity `now`, which was `before` some moments earlier.
  public func value(of now: Double, after before: Double) -> Double {
    switch self {
    case .levels: now
    case .differences: now - before
    case .logReturns: log(now) - log(before)
    }
  }

  /// The quantity that a value stands for, when it was `before`: the inverse of ``value(of:after:)``.
  public func level(of value: Double, from before: Double) -> Double {
    switch self {
    case .levels: value
    case .differences: before + value
    case .logReturns: before * exp(value)
    }
  }

  /// `Δ ln close(t−3)`
  func title(of name: String, at place: String) -> String {
    switch self {
    case .levels: "\(name)(\(place))"
    case .differences: "Δ \(name)(\(place))"
    case .logReturns: "Δ ln \(name)(\(place))"
    }
  }
}
