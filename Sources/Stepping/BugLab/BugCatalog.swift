public import NeuralNet
import TensorMath

/// Every bug that can be planted, in the order of the list.
public enum BugCatalog {
  public static let all: [any PlantedBug.Type] = [
    KeptGradientsBug.self,
    WrongSignBug.self,
    MissingTransposeBug.self,
    MissingMeanBug.self,
    MissingSlopeBug.self,
    LateMaskBug.self,
    UncorrectedAdamBug.self,
    ZeroWeightsBug.self,
    HighRateBug.self,
    UnshuffledBug.self,
    LeakedTestDataBug.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  public static func bug(named name: String) throws(SettingError) -> any PlantedBug.Type {
    guard let bug = all.first(where: { $0.name == name }) else {
      throw SettingError("bug", unknown: name, known: names)
    }
    return bug
  }

  /// The bugs that would make a difference to a run.
  public static func fitting(_ site: BugSite) -> [any PlantedBug.Type] { all.filter { $0.fits(site) } }

  /// One of them, decided by a seed; nil where none fits. The next attempt with the same seed gives another one, as long
  /// as there is another.
  public static func choose(for site: BugSite, seed: UInt64, attempt: Int) -> (any PlantedBug.Type)? {
    let fitting = fitting(site)
    guard !fitting.isEmpty else { return nil }
    var random = RandomSource(seed: seed, purpose: "bug lab")
    return fitting[random.permutation(fitting.count)[attempt % fitting.count]]
  }
}
