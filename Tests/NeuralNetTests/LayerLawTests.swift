import Autodiff
import NeuralNet
import TensorMath
import Testing

/// What must hold of every layer in the catalog.
@Suite struct LayerLawTests {
  /// Layers that stand behind an embedding, and what they are given where two of everything will not do.
  private static let ofTokens: [String: [String: String]] = [
    "embedding": [:], "self-attention": [:], "encoder-block": ["heads": "1"], "decoder-block": ["heads": "2"],
    "layer-norm": [:], "pool-tokens": [:], "tied-output": ["embedding": "table"],
  ]
  /// Five positions, the last of which may be empty.
  private static let tokens = TokenLayout(source: TokenSequence(length: 5, vocabulary: 7, isPadded: true))

  /// A layer with the settings it needs, between four numbers, an image of two channels or five tokens, and one output.
  private func model(_ type: String, settings: [String: String] = [:]) throws -> ModelDescription {
    let layer = try #require(LayerCatalog.all.first { $0.name == type })
    let known = layer.settings
    var chosen: [String: String] = [:]
    for setting in known where setting.defaultValue.isEmpty { chosen[setting.name] = "2" }
    if known.contains(where: { $0.name == "activation" }) { chosen["activation"] = "tanh" }
    if let own = Self.ofTokens[type] {
      chosen["activation"] = known.contains { $0.name == "activation" } ? "gelu" : nil
      chosen.merge(own.merging(settings) { $1 }) { $1 }
      let first = LayerDescription(type: type, name: "first", settings: chosen)
      let table = LayerDescription(type: "embedding", name: "table", settings: ["width": "4"])
      var model = ModelDescription(
        inputShape: [5], layers: type == "embedding" ? [first] : [table, first], loss: "squared-error")
      model.layers.append(.dense("output", units: 1))
      model.tokens = Self.tokens
      return model
    }
    chosen.merge(settings) { $1 }
    return ModelDescription(
      inputShape: layer.takesImages ? [2, 5, 4] : layer.takesSequences ? [5, 3] : [4],
      layers: [LayerDescription(type: type, name: "first", settings: chosen), .dense("output", units: 1)],
      loss: "squared-error")
  }

  /// Every token stands somewhere, and one sequence in three ends early.
  private static func someTokens(_ count: Int) -> [Float] {
    (0..<count).map { place in
      let token = 1 + (place * 5 + place / 5) % 6
      return place % 15 == 14 ? 0 : Float(token)
    }
  }

  private func network(_ model: ModelDescription, batch: Int) throws -> BoundNetwork {
    let compiler = try ModelCompiler(model)
    let network = BoundNetwork(
      // Paths around blocks let outputs grow, so that steps have to be smaller.
      try compiler.trainingProgram(batchSize: batch, stateNames: []), SGD(),
      learningRate: model.tokens == nil ? 0.05 : 0.01)
    for plan in try compiler.parameterPlans() { network.set(plan.name, to: plan.initialValues(seed: 3)) }
    var random = RandomSource(seed: 8)
    for id in network.program.randomInputs {
      network.set(network.program[id].name, to: (0..<network.program[id].shape.count).map { _ in random.uniform() })
    }
    network.set("features", to: (0..<batch * model.inputCount).map { _ in random.normal() })
    if model.tokens != nil { network.set("features", to: Self.someTokens(batch * model.inputCount)) }
    network.set("targets", to: (0..<batch).map { _ in random.normal() })
    return network
  }

  @Test(arguments: LayerCatalog.names, [1, 2, 9])
  func everyParameterLearns(_ type: String, _ batch: Int) throws {
    // A single number is its own mean: what is left of it is 0, and nothing to learn from.
    guard type != BatchNormalization.name || batch > 1 else { return }
    let network = try network(model(type), batch: batch)
    network.runIteration()
    let first = network.values("loss")[0]
    for parameter in network.program.parameters {
      let gradient = network.bound.view(of: parameter.gradient).values
      #expect(gradient.contains { $0 != 0 }, "\(network.program[parameter.slot].name)")
    }
    for _ in 0..<40 { network.runIteration() }
    #expect(network.values("loss")[0] < first)
  }

  /// Programs for training and for predicting share their parameters' places.
  @Test(arguments: LayerCatalog.names)
  func parametersLieTheSameInEveryProgram(_ type: String) throws {
    let compiler = try ModelCompiler(model(type))
    let training = try compiler.trainingProgram(batchSize: 5, stateNames: ["m"])
    for program in [try compiler.evaluationProgram(batchSize: 3), try compiler.predictionProgram(batchSize: 7)] {
      #expect(program.randomInputs.isEmpty)
      for slot in program.slots where slot.role == .parameter || slot.role == .runningStatistic {
        #expect(training.slot(named: slot.name)?.offset == slot.offset)
      }
    }
  }

  /// Layers for images say so when they are given a row of numbers.
  @Test(arguments: LayerCatalog.all.filter { $0.takesImages }.map { $0.name })
  func rowsAreNoImages(_ type: String) throws {
    var model = try model(type)
    model.inputCount = 40
    let error = #expect(throws: ModelError.self) { try ModelCompiler(model).parameterPlans() }
    #expect(error?.description.contains("batch×channels×height×width, found 1×40") == true)
  }

  /// Layers for sequences do so as well.
  @Test(arguments: LayerCatalog.all.filter { $0.takesSequences }.map { $0.name })
  func rowsAreNoSequences(_ type: String) throws {
    var model = try model(type)
    model.inputCount = 15
    let error = #expect(throws: ModelError.self) { try ModelCompiler(model).parameterPlans() }
    #expect(error?.description.contains("batch×time×inputs of at most 2000 time steps, found 1×15") == true)
  }

  @Test(arguments: LayerCatalog.names)
  func unknownSettingsAreRefused(_ type: String) throws {
    let error = #expect(throws: ModelError.self) { try ModelCompiler(try model(type, settings: ["colour": "red"])) }
    #expect(error?.description.hasPrefix("layer first: found \"colour\", needed one of ") == true)
  }
}
