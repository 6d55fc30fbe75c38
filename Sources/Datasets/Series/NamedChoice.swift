/// A choice whose name in lessons and logs is its raw value.
public protocol NamedChoice: RawRepresentable<String>, CaseIterable, LosslessStringConvertible, Sendable {}

extension NamedChoice {
  public var description: String { rawValue }

  public init?(_ description: String) { self.init(rawValue: description) }

  /// The names of all, in their order.
  public static var names: [String] { allCases.map(\.rawValue) }
}
