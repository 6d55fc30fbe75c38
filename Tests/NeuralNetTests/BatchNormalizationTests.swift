import Autodiff
import NeuralNet
import TensorMath
import Testing

/// The layer against PyTorch's BatchNorm1d and BatchNorm2d: training, running statistics, evaluation.
@Suite struct BatchNormalizationTests {
  private func compiler(_ reference: NormalizationCase) throws -> ModelCompiler {
    try ModelCompiler(
      ModelDescription(
        inputShape: Shape(Array(reference.layer.x.tensor.shape.dimensions.dropFirst())),
        layers: [
          LayerDescription(type: reference.type, name: "first", settings: reference.layer.settings),
          LayerDescription(type: "batch-normalization", name: "norm", settings: [:]),
          LayerDescription(type: "flatten", name: "row", settings: [:]),
        ].filter { $0.type != "flatten" || reference.type == "convolution" }, loss: "squared-error"))
  }

  @Test func numbersArePyTorchs() throws {
    for reference in try ReferenceFile<NormalizationCase>("batch_normalization").cases {
      let compiler = try compiler(reference)
      let batch = reference.layer.x.tensor.shape.dimensions[0]
      let output = reference.type == "dense" ? "norm.output" : "row.output"
      let network = BoundNetwork(
        try compiler.trainingProgram(batchSize: batch, stateNames: []), SGD(), learningRate: 0)
      for statistic in network.program.statistics {
        network.bound.mutableView(of: statistic.slot).fill(statistic.initialValue)
      }
      reference.layer.expectSame(network, output: output)
      network.set("features", to: reference.later.tensor.values)
      network.runIteration()
      let evaluation = BoundNetwork(
        try compiler.evaluationProgram(batchSize: batch), SGD(), learningRate: 0)
      for statistic in reference.running {
        expectClose(
          network.values(statistic.name), statistic.tensor.values, "\(reference.layer.name) \(statistic.name)")
        evaluation.set(statistic.name, to: network.values(statistic.name))
      }
      for parameter in reference.layer.start { evaluation.set(parameter.name, to: parameter.tensor.values) }
      evaluation.set("features", to: reference.layer.x.tensor.values)
      evaluation.runIteration()
      expectClose(evaluation.values(output), reference.evaluated.tensor.values, "\(reference.layer.name) evaluated")
    }
  }

  /// Running statistics are neither learned nor regularized, and lie behind the parameters.
  @Test func statisticsAreNoParameters() throws {
    let model = ModelDescription(
      inputCount: 3,
      layers: [
        .dense("first", units: 2),
        LayerDescription(
          type: "batch-normalization", name: "norm", settings: ["momentum": "0.25"]),
      ], loss: "squared-error", l2: 0.1)
    let compiler = try ModelCompiler(model)
    let program = try compiler.trainingProgram(batchSize: 4, stateNames: ["m"])
    #expect(
      try compiler.parameterPlans().map { "\($0.name) \($0.isWeight)" } == [
        "first.weight true", "first.bias false", "norm.gamma false", "norm.beta false",
      ])
    #expect(program.statistics.map { program[$0.slot].name } == ["norm.running_mean", "norm.running_variance"])
    #expect(program.statistics.map(\.scale) == [.one, .unbiased(count: 4)])
    #expect(abs(program.statistics[1].take - 0.25 * 4 / 3) < 1e-7)
    let kinds = program.instructions.map(\.kind)
    #expect(kinds.suffix(2) == [.follow(statistic: 0), .follow(statistic: 1)])
    let parameterEnd = program.parameters.map { program[$0.slot].offset }.max() ?? 0
    let statesStart = program.parameters.flatMap(\.states).map { program[$0].offset }.min() ?? 0
    for statistic in program.statistics {
      #expect(program[statistic.slot].offset > parameterEnd && program[statistic.slot].offset < statesStart)
      #expect(program.gradient(of: statistic.slot) == nil)
    }
  }

  @Test func whatCannotBeIsRefused() throws {
    let model = ModelDescription(
      inputCount: 3,
      layers: [LayerDescription(type: "batch-normalization", name: "norm", settings: ["momentum": "2"])],
      loss: "squared-error")
    let error = #expect(throws: ModelError.self) { try ModelCompiler(model) }
    #expect(error?.description == "momentum: found \"2\", needed a number from 0 to 1")
  }
}
