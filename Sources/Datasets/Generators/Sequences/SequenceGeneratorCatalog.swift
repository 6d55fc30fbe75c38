/// The memory tasks that lessons can name, in the order in which a learner meets them.
public enum SequenceGeneratorCatalog {
  public static let all: [any SequenceGenerator] = [Latch(), Recall(), Adding()]

  public static func generator(named name: String) -> (any SequenceGenerator)? { all.first { $0.name == name } }
}
