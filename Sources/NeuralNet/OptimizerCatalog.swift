/// An optimizer by name, with the constants that differ from its defaults: data for lessons and knobs.
public struct OptimizerDescription: Hashable, Sendable {
  public var name: String
  public var constants: [String: Double]

  public init(_ name: String, constants: [String: Double] = [:]) {
    self.name = name
    self.constants = constants
  }
}

/// Every optimizer, from the simplest on.
public enum OptimizerCatalog {
  public static let all: [any Optimizer.Type] = [
    SGD.self,
    Momentum.self,
    Nesterov.self,
    Adagrad.self,
    RMSProp.self,
    Adadelta.self,
    Adam.self,
    AdamW.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  public static func type(named name: String) throws(SettingError) -> any Optimizer.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw SettingError("optimizer", unknown: name, known: names)
    }
    return type
  }

  /// The optimizer a description means, its constants checked by name and range.
  public static func optimizer(_ description: OptimizerDescription) throws(SettingError) -> any Optimizer {
    let type = try type(named: description.name)
    for name in description.constants.keys.sorted() where !type.constants.contains(where: { $0.name == name }) {
      throw SettingError("optimizer \(description.name)", unknown: name, known: type.constants.map(\.name))
    }
    var constants: [String: Double] = [:]
    for constant in type.constants {
      let value = description.constants[constant.name] ?? constant.defaultValue
      guard constant.range.contains(value) else {
        throw SettingError(
          constant.name, found: "\(value)",
          needed: "a number from \(constant.range.lowerBound) to \(constant.range.upperBound)")
      }
      constants[constant.name] = value
    }
    return type.init(constants)
  }
}
