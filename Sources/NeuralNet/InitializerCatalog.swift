/// Every initializer, in the order a learner meets them.
public enum InitializerCatalog {
  public static let all: [any Initializer.Type] = [
    ZeroInitializer.self,
    UniformInitializer.self,
    XavierInitializer.self,
    HeInitializer.self,
    OrthogonalInitializer.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  public static func initializer(named name: String) throws(SettingError) -> any Initializer {
    guard let type = all.first(where: { $0.name == name }) else {
      throw SettingError("initialization", unknown: name, known: names)
    }
    return type.init()
  }
}
