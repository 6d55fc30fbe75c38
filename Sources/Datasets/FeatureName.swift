/// A feature's name taken apart into what is measured and its unit, to be shown to people.
///
/// `flipper_length_mm` is the flipper length in mm. Only units that sample data use are known: the
/// last part of a name such as `error_area` is none.
public struct FeatureName: Hashable, Sendable {
  /// `flipper length`
  public let quantity: String
  /// `mm`
  public let unit: String?

  private static let units: Set<Substring> = ["mm", "cm", "m", "km", "g", "kg", "s", "ms", "percent", "celsius"]

  public init(_ name: String) {
    let parts = name.split(separator: "_")
    guard parts.count > 1 else {
      quantity = name
      unit = nil
      return
    }
    let unit = parts.last.flatMap { Self.units.contains($0) ? String($0) : nil }
    quantity = (unit == nil ? parts[...] : parts.dropLast()).joined(separator: " ")
    self.unit = unit
  }

  /// `flipper length (mm)`
  public var title: String { unit.map { "\(quantity) (\($0))" } ?? quantity }
}
