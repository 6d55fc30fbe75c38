import Autodiff
import NeuralNet
import TensorMath
import Testing

@Suite struct ModelCompilerTests {
  private func model(
    _ units: [Int] = [3, 2], activation: String = "tanh", loss: String = "softmax-cross-entropy", l1: Float = 0,
    l2: Float = 0
  ) -> ModelDescription {
    let layers = units.enumerated().map { index, count in
      LayerDescription.dense(
        index == units.count - 1 ? "output" : "hidden\(index + 1)", units: count,
        activation: index == units.count - 1 ? "linear" : activation)
    }
    return ModelDescription(inputCount: 2, layers: layers, loss: loss, l1: l1, l2: l2)
  }

  private func network(_ model: ModelDescription, batch: Int, seed: UInt64 = 5) throws -> BoundNetwork {
    let compiler = try ModelCompiler(model)
    let network = BoundNetwork(
      try compiler.trainingProgram(batchSize: batch, stateNames: []), SGD(), learningRate: 0.1)
    for plan in try compiler.parameterPlans() { network.set(plan.name, to: plan.initialValues(seed: seed)) }
    var random = RandomSource(seed: seed)
    network.set("features", to: (0..<batch * 2).map { _ in random.normal() })
    let targets: [Float] =
      compiler.loss.targets == .classIndex
      ? (0..<batch).map { Float($0 % 2) } : (0..<batch * (model.outputs)).map { _ in Float(random.integer(below: 2)) }
    network.set("targets", to: targets)
    return network
  }

  @Test func instructionsAreListedAsALearnerReadsThem() throws {
    let program = try ModelCompiler(model()).trainingProgram(batchSize: 4, stateNames: [])
    #expect(
      program.instructions.map { "\($0.phase.rawValue) \($0.label)" } == [
        "load load", "forward affine", "forward tanh", "forward affine", "loss softmax-cross-entropy",
        "backward ∂loss", "backward softmax-cross-entropy", "backward affine", "backward tanh", "backward affine",
        "update hidden1.weight", "update hidden1.bias", "update output.weight", "update output.bias",
      ])
    #expect(program.slot(named: "probabilities")?.shape == [4, 2])
    #expect(program.slot(named: "hidden1.sum") != nil && program.slot(named: "hidden1.output") != nil)
    #expect(program.slot(named: "output.output")?.shape == [4, 2])
  }

  @Test(arguments: LossCatalog.names, ActivationCatalog.names)
  func everyParameterLearns(_ loss: String, _ activation: String) throws {
    let units = loss == "softmax-cross-entropy" ? [6, 3, 2] : [6, 3, 1]
    let network = try network(model(units, activation: activation, loss: loss), batch: 7)
    network.runIteration()
    let first = network.values("loss")[0]
    for parameter in network.program.parameters {
      let gradient = network.bound.view(of: parameter.gradient).values
      // No gradient passes a step: only the layer behind the last one learns.
      let learns = activation != "step" || network.program[parameter.slot].name.hasPrefix("output.")
      #expect(gradient.contains { $0 != 0 } == learns, "\(network.program[parameter.slot].name)")
    }
    for _ in 0..<60 { network.runIteration() }
    #expect(network.values("loss")[0] < first)
  }

  /// What a penalty adds stands beside the data's own loss, not in it.
  @Test func penaltiesStandApart() throws {
    let plain = try network(model(), batch: 4)
    let priced = try network(model(l1: 0.01, l2: 0.5), batch: 4)
    plain.runIteration()
    let before = ["hidden1.weight", "output.weight"].map { priced.values($0) }
    priced.runIteration()
    #expect(priced.values("loss.data") == plain.values("loss"))
    let l1 = 0.01 * before.joined().reduce(0) { $0 + abs($1) }
    let l2 = 0.25 * before.joined().reduce(0) { $0 + $1 * $1 }
    #expect(abs(priced.values("loss")[0] - priced.values("loss.data")[0] - l1 - l2) < 1e-6)
    #expect(abs(priced.values("penalty.l1.hidden1.weight")[0] - 0.01 * before[0].reduce(0) { $0 + abs($1) }) < 1e-7)
    #expect(priced.program.slot(named: "penalty.l2.output.weight") != nil)
    // Biases are free.
    #expect(priced.program.slot(named: "penalty.l2.output.bias") == nil)
    let data = plain.values("output.weight.gradient")
    for (cell, gradient) in priced.values("output.weight.gradient").enumerated() {
      let weight = before[1][cell]
      #expect(abs(gradient - data[cell] - 0.5 * weight - (weight > 0 ? 0.01 : -0.01)) < 1e-6)
    }
    #expect(priced.program.dataLoss == priced.program.slot(named: "loss.data")?.id)
    #expect(priced.program.loss == priced.program.slot(named: "loss")?.id)
  }

  @Test(arguments: LossCatalog.names)
  func predictionAndEvaluationAgreeWithTraining(_ loss: String) throws {
    let description = model(loss == "softmax-cross-entropy" ? [3, 2] : [3, 1], loss: loss)
    let compiler = try ModelCompiler(description)
    let training = try network(description, batch: 5)
    let programs = [try compiler.evaluationProgram(batchSize: 5), try compiler.predictionProgram(batchSize: 5)]
    var predictions: [[Float]] = []
    var evaluated = Float.nan
    for program in programs {
      #expect(program.durableCount <= training.program.durableCount)
      let bound = BoundProgram(
        program, in: Arena(count: program.durableCount + program.transientCount), transientStart: program.durableCount)
      for slot in training.program.slots where slot.role == .parameter || slot.role == .input {
        guard let own = program.slot(named: slot.name) else { continue }
        if slot.role == .parameter { #expect(own.offset == slot.offset) }
        bound.mutableView(of: own.id).copy(training.values(slot.name))
      }
      for index in program.instructions.indices { bound.execute(index) }
      let prediction = try #require(program.slot(named: ModelCompiler.predictionName))
      predictions.append(bound.view(of: prediction.id).values)
      if let slot = program.slot(named: "loss") {
        evaluated = bound.view(of: slot.id)[0]
      }
    }
    training.runIteration()
    #expect(evaluated == training.values("loss")[0])
    #expect(zip(predictions[0], predictions[1]).allSatisfy { abs($0 - $1) < 1e-6 })
    if loss.contains("cross-entropy") { #expect(predictions[0].allSatisfy { $0 > 0 && $0 < 1 }) }
  }

  @Test func countsAreKnownWithoutRunning() throws {
    let compiler = try ModelCompiler(model([5, 4, 3]))
    #expect(try compiler.outputCount() == 3)
    #expect(try compiler.parameterPlans().reduce(0) { $0 + $1.shape.count } == 2 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3)
  }
}

extension ModelDescription {
  /// Units of the last layer.
  var outputs: Int { layers.last.flatMap { $0.settings["units"] }.flatMap(Int.init) ?? 1 }
}
