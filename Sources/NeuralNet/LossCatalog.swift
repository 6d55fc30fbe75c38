/// Every loss, in the order a learner meets them.
public enum LossCatalog {
  public static let all: [any Loss.Type] = [
    SquaredErrorLoss.self,
    AbsoluteErrorLoss.self,
    BinaryCrossEntropyLoss.self,
    SoftmaxCrossEntropyLoss.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  public static func loss(named name: String) throws(SettingError) -> any Loss {
    guard let type = all.first(where: { $0.name == name }) else {
      throw SettingError("loss", unknown: name, known: names)
    }
    return type.init()
  }
}
