/// The generators that lessons can name, in the order in which a learner meets them.
public enum GeneratorCatalog {
  public static let all: [any DatasetGenerator] = [
    Gaussians(), Circles(), XOR(), Spiral(), Plane(), MultiGaussian(),
  ]

  public static func generator(named name: String) -> (any DatasetGenerator)? { all.first { $0.name == name } }
}
