import Autodiff
import Foundation
import NeuralNet
import Testing

/// Every optimizer, layer, loss and initializer that has a file is listed: what is not is not tested.
@Suite struct CatalogTests {
  @Test(arguments: ["Optimizers", "Layers", "Losses", "Schedules", "Initializers"])
  func nothingIsForgotten(_ folder: String) throws {
    let listed: [Any.Type] =
      switch folder {
      case "Optimizers": OptimizerCatalog.all
      case "Layers": LayerCatalog.all
      case "Losses": LossCatalog.all
      case "Schedules": ScheduleCatalog.all
      default: InitializerCatalog.all
      }
    let kind =
      ["Optimizers": "Optimizer", "Layers": "Layer", "Losses": "Loss", "Schedules": "Schedule"][folder] ?? "Initializer"
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/NeuralNet/\(folder)")
    var declared: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let match = try #/^(?:public )?struct (\w+): .*\b(Optimizer|Layer|Loss|Schedule|Initializer)\b/#.firstMatch(
          in: line)
        if let match, match.2 == kind { declared.insert(String(match.1)) }
      }
    }
    #expect(!declared.isEmpty)
    #expect(Set(listed.map { "\($0)" }) == declared)
  }

  @Test func namesAreDistinct() {
    for names in [
      OptimizerCatalog.names, LayerCatalog.names, LossCatalog.names, InitializerCatalog.names, ActivationCatalog.names,
      ScheduleCatalog.names,
    ] {
      #expect(Set(names).count == names.count)
      #expect(names.allSatisfy { !$0.isEmpty && $0 == $0.lowercased() && !$0.contains(" ") })
    }
  }

  @Test func namesFindTheirEntries() throws {
    for name in OptimizerCatalog.names {
      #expect(try OptimizerCatalog.optimizer(OptimizerDescription(name)).name == name)
    }
    for name in ScheduleCatalog.names {
      #expect(try ScheduleCatalog.schedule(ScheduleDescription(name)).schedule.name == name)
    }
    for name in LossCatalog.names { #expect(try type(of: LossCatalog.loss(named: name)).name == name) }
    for name in InitializerCatalog.names {
      #expect(try type(of: InitializerCatalog.initializer(named: name)).name == name)
    }
    for name in ActivationCatalog.names {
      let operation = try ActivationCatalog.operation(named: name)
      #expect(operation?.name == (name == "linear" ? nil : name))
    }
  }
}
