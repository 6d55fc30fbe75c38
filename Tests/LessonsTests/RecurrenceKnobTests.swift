import Datasets
import Lessons
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Knobs of recurrent networks, on a memory task.
@Suite struct RecurrenceKnobTests {
  static func plan() -> LessonPlan {
    LessonPlan(
      data: DataSelection(dataset: "latch", noise: nil, seed: 1, trainShare: 0.8),
      configuration: TrainingConfiguration(
        model: ModelDescription(
          inputShape: [12, 1],
          layers: [
            LayerDescription(type: "recurrent", name: "memory", settings: ["units": "5", "spectral-radius": "0.9"]),
            .dense("output", units: 1),
          ], loss: "binary-cross-entropy"), optimizer: OptimizerDescription("adam"), learningRate: 0.003,
        batchSize: 32))
  }

  private func set(_ name: String, _ text: String, _ plan: LessonPlan) throws -> LessonPlan {
    try KnobCatalog.setting(name, to: text, in: plan)
  }

  private func value(_ name: String, _ plan: LessonPlan) throws -> String {
    try KnobCatalog.knob(named: name, in: plan).value(in: plan)
  }

  @Test func cellsAreExchanged() throws {
    var plan = Self.plan()
    #expect(try value("cell", plan) == "tanh")
    plan = try set("cell", "lstm", plan)
    #expect(plan.configuration.model.layers[0].type == "lstm")
    #expect(plan.configuration.model.layers[0].settings == ["units": "5", "spectral-radius": "0.9"])
    plan = try set("forget-bias", "2", plan)
    #expect(try value("forget-bias", plan) == "2")
    plan = try set("cell", "relu", plan)
    #expect(plan.configuration.model.layers[0].settings["activation"] == "relu")
    // A plain cell has no forget gate.
    #expect(throws: SettingError.self) { try set("forget-bias", "2", plan) }
    let error = #expect(throws: SettingError.self) { try set("cell", "lsmt", plan) }
    #expect(error?.description.contains("lstm") == true)
  }

  /// All layers but the last hand on every state.
  @Test func layersAreStacked() throws {
    let stacked = try set("recurrent-layers", "3", Self.plan())
    let layers = stacked.configuration.model.layers
    #expect(layers.map(\.name) == ["memory", "recurrent2", "recurrent3", "output"])
    #expect(layers.prefix(3).map { $0.settings["output"] } == ["all", "all", "last"])
    #expect(try value("recurrent-layers", stacked) == "3")
    let single = try set("recurrent-layers", "1", stacked)
    #expect(single.configuration.model.layers.map(\.name) == ["memory", "output"])
    #expect(single.configuration.model.layers[0].settings["output"] == "last")
  }

  @Test func settingsReachEveryLayer() throws {
    var plan = try set("recurrent-layers", "2", Self.plan())
    for (name, key, text) in [
      ("state-units", "units", "7"), ("truncation", "truncation", "4"), ("spectral-radius", "spectral-radius", "1.2"),
    ] {
      plan = try set(name, text, plan)
      #expect(plan.configuration.model.layers.prefix(2).allSatisfy { $0.settings[key] == text })
      #expect(try value(name, plan) == text)
    }
    // The dense layer behind them is none of theirs, and has no hidden one beside it.
    #expect(plan.configuration.model.layers.last?.settings["units"] == "1")
    #expect(try value("hidden-layers", plan) == "0")
    plan.configuration.model.layers[0].settings["recurrent-initialization"] = "xavier"
    plan.configuration.model.layers[1].settings["recurrent-initialization"] = "xavier"
    #expect(!KnobCatalog.knobs(for: plan).contains { $0.name == "spectral-radius" })
  }
}
