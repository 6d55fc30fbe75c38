import Autodiff
import NeuralNet
import TensorMath
import Testing

/// Forward, loss, backward and update of whole models in one number a step, against PyTorch.
@Suite struct TenLossesTests {
  static let names = try? ReferenceFile<TrainingCase>("ten_losses").cases.map(\.name)

  @Test func bothModelsAndBothOptimizersAreThere() {
    #expect(Self.names == ["classification, sgd", "classification, adam", "regression, sgd", "regression, adam"])
  }

  @Test(arguments: names ?? [])
  func lossesArePyTorchs(_ name: String) throws {
    let reference = try #require(try ReferenceFile<TrainingCase>("ten_losses").cases.first { $0.name == name })
    let network = try Self.network(reference)
    for (step, expected) in reference.losses.enumerated() {
      network.runIteration()
      let loss = Double(network.values("loss")[0])
      #expect(abs(loss - expected) <= 2e-6 * abs(expected), "step \(step): \(loss), PyTorch has \(expected)")
      if step == 0 { expectClose(network, reference.first_gradients, suffix: ".gradient", tolerance: 2e-6) }
    }
    expectClose(network, reference.after, suffix: "", tolerance: 5e-6)
  }

  static func network(_ reference: TrainingCase) throws -> BoundNetwork {
    let layers = reference.activations.enumerated().map { index, activation in
      LayerDescription.dense(
        "dense\(index + 1)", units: reference.sizes[index + 1], activation: activation ?? "linear")
    }
    let compiler = try ModelCompiler(
      ModelDescription(
        inputCount: reference.sizes[0], layers: layers, loss: reference.loss.replacing("_", with: "-")))
    let optimizer = try OptimizerCatalog.optimizer(OptimizerDescription(reference.optimizer))
    let program = try compiler.trainingProgram(
      batchSize: reference.x.tensor.shape.rows, stateNames: optimizer.stateNames)
    let network = BoundNetwork(program, optimizer, learningRate: Float(reference.learning_rate))
    network.set("features", to: reference.x.tensor.values)
    network.set("targets", to: reference.target.tensor.values)
    for parameter in reference.start { network.set(parameter.name, to: parameter.tensor.values) }
    return network
  }

  private func expectClose(_ network: BoundNetwork, _ expected: [ReferenceTensor], suffix: String, tolerance: Float) {
    for reference in expected {
      let found = network.values(reference.name + suffix)
      #expect(found.count == reference.tensor.shape.count, "\(reference.name)")
      let largest = reference.tensor.values.reduce(0) { max($0, abs($1)) }
      for (cell, (a, b)) in zip(found, reference.tensor.values).enumerated() {
        #expect(
          abs(a - b) <= tolerance * largest, "\(reference.name)\(suffix)[\(cell)] is \(a), PyTorch has \(b)")
      }
    }
  }
}

extension String {
  /// Python's names have underscores where ours have hyphens.
  func replacing(_ character: Character, with other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}
