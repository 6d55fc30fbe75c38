public import Autodiff

/// The functions that may follow a layer's sums, by the names lessons use.
public enum ActivationCatalog {
  /// Name and operation; `linear` has none.
  public static let all: [(name: String, operation: (any Operation)?)] = [
    ("linear", nil),
    ("sigmoid", Sigmoid()),
    ("tanh", Tanh()),
    ("relu", ReLU()),
    ("leaky-relu", LeakyReLU()),
    ("gelu", GELU()),
  ]

  public static var names: [String] { all.map(\.name) }

  /// The operation of a name; nil for linear.
  public static func operation(named name: String) throws(SettingError) -> (any Operation)? {
    guard let entry = all.first(where: { $0.name == name }) else {
      throw SettingError("activation", unknown: name, known: names)
    }
    return entry.operation
  }
}
