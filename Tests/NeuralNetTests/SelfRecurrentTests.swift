import Autodiff
import NeuralNet
import TensorMath
import Testing

/// The layer that feeds itself, against PyTorch's autograd over the same sequence.
@Suite struct SelfRecurrentTests {
  private func model(_ settings: [String: String], inputs: Int) -> ModelDescription {
    ModelDescription(
      inputCount: inputs, layers: [LayerDescription(type: "self-recurrent", name: "memory", settings: settings)],
      loss: "squared-error")
  }

  @Test func outputsAndGradientsArePyTorchs() throws {
    for reference in try ReferenceFile<LayerCase>("self_recurrent").cases {
      let shape = reference.x.tensor.shape
      let compiler = try ModelCompiler(model(reference.settings, inputs: shape.columns))
      let program = try compiler.trainingProgram(batchSize: shape.rows, stateNames: [])
      let network = BoundNetwork(program, SGD(), learningRate: 0)
      reference.expectSame(network, output: "memory.output", layer: "memory", tolerance: 2e-6)
    }
  }

  /// A shared weight has a share of its gradient from each time step that uses it.
  @Test func sharedWeightsAddUpOverTime() throws {
    let program = try ModelCompiler(model(["units": "2", "activation": "tanh"], inputs: 4))
      .trainingProgram(batchSize: 3, stateNames: [])
    let additions = program.instructions.filter { $0.kind == .addContributions }
    func shares(_ name: String) -> Int? {
      additions.first { program[$0.writes[0]].name == "memory.\(name).gradient" }?.reads.count
    }
    #expect(shares("input_weight") == 4 && shares("threshold") == 4)
    #expect(shares("recurrent_weight") == 3 && shares("lateral_weight") == 3)
    let scopes = program.instructions.filter { $0.phase == .forward }.map(\.scope)
    #expect(Set(scopes) == Set((0..<4).map { ["memory", "step \($0)"] }))
    #expect(program.slot(named: "memory.step2.output") != nil && program.slot(named: "memory.output")?.shape == [3, 2])
  }

  @Test func thresholdsAreNotRegularized() throws {
    var description = model(["units": "2"], inputs: 3)
    description.l2 = 0.1
    let compiler = try ModelCompiler(description)
    #expect(
      try compiler.parameterPlans().map { "\($0.name) \($0.isWeight)" } == [
        "memory.input_weight true", "memory.recurrent_weight true", "memory.lateral_weight true",
        "memory.threshold false",
      ])
    let program = try compiler.trainingProgram(batchSize: 2, stateNames: [])
    #expect(program.slot(named: "penalty.l2.memory.recurrent_weight") != nil)
    #expect(program.slot(named: "penalty.l2.memory.threshold") == nil)
  }

  @Test func whatCannotBeIsRefused() throws {
    let three = #expect(throws: ModelError.self) { try ModelCompiler(model(["units": "3"], inputs: 4)) }
    #expect(three?.description == "units: found \"3\", needed 1 or 2")
    let short = #expect(throws: ModelError.self) {
      try ModelCompiler(model([:], inputs: 1)).trainingProgram(batchSize: 2, stateNames: [])
    }
    #expect(
      short?.description == "memory: self-recurrent needs batch×time with at least two time steps, found 2×1")
    let output = #expect(throws: ModelError.self) { try ModelCompiler(model(["output": "al"], inputs: 4)) }
    #expect(output?.description == "output: found \"al\", needed one of last, all; did you mean \"all\"?")
  }
}
