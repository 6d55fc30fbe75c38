import Autodiff
import NeuralNet
import TensorMath
import Testing

/// Recurrent layers, LSTM and GRU against `torch.nn.RNN`, `LSTM` and `GRU`.
@Suite struct RecurrenceTests {
  /// A stack of recurrent layers under squared error.
  struct Case: Decodable {
    let layer: LayerCase
    let type: String
    let layers: Int

    private enum CodingKeys: CodingKey { case type, layers }

    init(from decoder: any Decoder) throws {
      layer = try LayerCase(from: decoder)
      let container = try decoder.container(keyedBy: CodingKeys.self)
      type = try container.decode(String.self, forKey: .type)
      layers = try container.decode(Int.self, forKey: .layers)
    }
  }

  private func model(_ reference: Case) -> ModelDescription {
    let layers = (0..<reference.layers).map { index in
      // All but the last hand on every state.
      let output = index == reference.layers - 1 ? reference.layer.settings["output"] : "all"
      return LayerDescription(
        type: reference.type, name: "layer\(index)",
        settings: reference.layer.settings.merging(["output": output ?? "last"]) { $1 })
    }
    return ModelDescription(
      inputShape: Shape(Array(reference.layer.x.tensor.shape.dimensions.dropFirst())), layers: layers,
      loss: "squared-error")
  }

  @Test func outputsAndGradientsArePyTorchs() throws {
    for reference in try ReferenceFile<Case>("recurrence").cases {
      let compiler = try ModelCompiler(model(reference))
      let program = try compiler.trainingProgram(
        batchSize: reference.layer.x.tensor.shape.dimensions[0], stateNames: [])
      let network = BoundNetwork(program, SGD(), learningRate: 0)
      reference.layer.expectSame(network, output: "layer\(reference.layers - 1).output")
    }
  }

  private func program(
    _ type: String, _ settings: [String: String] = [:], time: Int = 5, batch: Int = 3
  ) throws -> Program {
    let layer = LayerDescription(
      type: type, name: "memory", settings: settings.merging(["units": "4"]) { old, _ in old })
    return try ModelCompiler(
      ModelDescription(inputShape: [time, 2], layers: [layer, .dense("output", units: 1)], loss: "squared-error")
    ).trainingProgram(batchSize: batch, stateNames: [])
  }

  /// The gradient of a shared weight is one sum, whose terms are those of every time step, the last step first.
  @Test(arguments: ["recurrent", "lstm"])
  func sharedWeightsAreGathered(_ type: String) throws {
    let program = try program(type)
    let weight = try #require(program.slot(named: "memory.recurrent_weight"))
    let gradient = try #require(program.gradient(of: weight.id))
    let writer = try #require(program[gradient].writtenBy)
    guard case .gather(let nodes, input: 2) = program.instructions[writer].kind else {
      Issue.record("found \(program.instructions[writer].kind)")
      return
    }
    #expect(nodes.map { program.nodes[$0].scope } == (0..<5).map { ["memory", "step \($0)"] })
    #expect(program.instructions[writer].scope == ["memory"])
    let arena = Arena(count: program.durableCount + program.transientCount)
    let bound = BoundProgram(program, in: arena, transientStart: program.durableCount)
    let expansion = try #require(bound.expansion(of: CellAddress(gradient, cell: 1)))
    #expect(expansion.uses.map(\.node) == nodes.reversed() && expansion.terms.count == 15)
    #expect(expansion.uses.map(\.terms) == (0..<5).map { $0 * 3..<$0 * 3 + 3 })
  }

  /// What belongs to the time steps lies one behind the other, so that one product serves all of them.
  @Test func statesAndTheirGradientsAreStacked() throws {
    let program = try program("recurrent")
    func offset(_ name: String) throws -> Int { try #require(program.slot(named: name)).offset }
    let sums = try (0..<5).map { try offset("memory.step\($0).sum.gradient") }
    #expect(zip(sums, sums.dropFirst()).allSatisfy { $1 - $0 == 12 })
    let states = try [offset("memory.start")] + (0..<4).map { try offset("memory.step\($0).state") }
    #expect(zip(states, states.dropFirst()).allSatisfy { $1 - $0 == 12 })
  }

  /// Truncation lets no gradient through at the cuts: what is before the last piece has no part in the loss's slope.
  @Test func truncationCuts() throws {
    let program = try program("recurrent", ["truncation": "2"])
    let cut = program.nodes.filter { $0.operation is StopGradient }.map(\.scope)
    #expect(cut == [["memory", "step 1"], ["memory", "step 3"]])
    func hasGradient(_ name: String) throws -> Bool {
      program.gradient(of: try #require(program.slot(named: name)).id) != nil
    }
    #expect(try !hasGradient("memory.step2.state") && hasGradient("memory.step3.state"))
  }

  @Test func whatCannotBeIsRefused() throws {
    func message(_ settings: [String: String], type: String = "recurrent") -> String? {
      let error = #expect(throws: ModelError.self) { try program(type, settings) }
      return error?.description
    }
    #expect(message(["units": "0"]) == "units: found \"0\", needed a whole number from 1 to 1024")
    #expect(message(["output": "first"]) == "output: found \"first\", needed one of last, all")
    #expect(message(["activation": "sigmoid"])?.contains("needed one of tanh, relu, linear") == true)
    #expect(message(["truncation": "-1"])?.contains("a whole number from 0 to 2000") == true)
    #expect(message(["spectral-radius": "11"])?.contains("needed a number from 0.0 to 10.0") == true)
    #expect(
      message(["spectral-radius": "0.9", "recurrent-initialization": "xavier"])?.contains("orthogonal") == true)
    #expect(message(["forget-bias": "x"], type: "lstm")?.contains("a number from 0.0 to 10.0") == true)
  }

  /// At first an LSTM's cells keep: the forget gates' bias is 1, the other biases 0.
  @Test func forgetGatesStartOpen() throws {
    let layer = LayerDescription(type: "lstm", name: "memory", settings: ["units": "2"])
    let plans = try ModelCompiler(
      ModelDescription(inputShape: [3, 1], layers: [layer], loss: "squared-error")
    ).parameterPlans()
    let bias = try #require(plans.first { $0.name == "memory.input_bias" })
    #expect(bias.initialValues(seed: 1) == [0, 0, 1, 1, 0, 0, 0, 0])
    let other = try #require(plans.first { $0.name == "memory.recurrent_bias" })
    #expect(other.initialValues(seed: 1).allSatisfy { $0 == 0 })
  }

  /// Each block of the recurrent weights is orthogonal times the spectral radius.
  @Test func recurrentWeightsStartOrthogonal() {
    var random = RandomSource(seed: 4)
    let values = OrthogonalInitializer(gain: 1.5).values([6, 18], fanIn: 6, fanOut: 6, &random)
    for block in 0..<3 {
      for a in 0..<6 {
        for b in 0..<6 {
          let product = (0..<6).reduce(0) { $0 + values[$1 * 18 + block * 6 + a] * values[$1 * 18 + block * 6 + b] }
          #expect(abs(product - (a == b ? 2.25 : 0)) < 1e-5)
        }
      }
    }
    let tall = OrthogonalInitializer().values([7, 3], fanIn: 7, fanOut: 3, &random)
    let length = (0..<7).reduce(Float(0)) { $0 + tall[$1 * 3] * tall[$1 * 3] }
    #expect(abs(length - 1) < 1e-5)
  }
}
