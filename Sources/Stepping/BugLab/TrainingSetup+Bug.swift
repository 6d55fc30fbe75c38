import Autodiff
import Datasets
import NeuralNet

extension TrainingSetup {
  /// The bug that a configuration asks for; nil where it would make no difference, as after a change of structure.
  static func bug(
    of configuration: TrainingConfiguration, _ data: PreparedData
  ) throws(SetupError) -> (any PlantedBug.Type)? {
    guard let name = configuration.plantedBug else { return nil }
    let bug: any PlantedBug.Type
    do throws(SettingError) { bug = try BugCatalog.bug(named: name) } catch { throw .setting(error) }
    var healthy = configuration
    healthy.plantedBug = nil
    return bug.fits(try TrainingSetup(healthy, data: data).bugSite()) ? bug : nil
  }

  /// For whoever has asked for a bug by name: an error where it makes no difference.
  public func checkBug(asked name: String?) throws(SetupError) {
    guard let name, plantedBug == nil else { return }
    let fitting = BugCatalog.fitting(try bugSite()).map { $0.name }.joined(separator: ", ")
    throw .setting(
      SettingError("bug", found: "\"\(name)\", which changes nothing in this run", needed: "one of \(fitting)"))
  }

  /// The bug that is planted in the run, if any.
  public var plantedBug: (any PlantedBug.Type)? {
    configuration.plantedBug.flatMap { try? BugCatalog.bug(named: $0) }
  }

  /// An optimizer as the run would use it: with the bug that is planted.
  func asPlanted(_ optimizer: any Optimizer) -> any Optimizer { plantedBug?.changing(optimizer) ?? optimizer }

  /// The run without a bug: what a choice among bugs starts from.
  public func bugSite() throws(SetupError) -> BugSite {
    guard configuration.plantedBug == nil else {
      throw .setting(SettingError("bug", found: "a bug that is planted already", needed: "a run without one"))
    }
    return BugSite(
      configuration: configuration, data: data, optimizer: optimizer, program: try program(batchSize: batchSize),
      batchSize: batchSize)
  }
}
