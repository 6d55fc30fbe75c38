import Autodiff
import NeuralNet
import TensorMath
import Testing

/// Every optimizer against torch.optim: ten steps on given gradients.
@Suite struct OptimizerReferenceTests {
  /// PyTorch's names for the constants that have another one here.
  static let names = ["alpha": "decay", "rho": "decay", "weight_decay": "weight-decay"]

  static func optimizer(_ name: String, _ reference: OptimizerCase) throws -> any Optimizer {
    var constants: [String: Double] = [:]
    for (key, value) in reference.parameters { constants[names[key] ?? key] = value }
    return try OptimizerCatalog.optimizer(OptimizerDescription(name, constants: constants))
  }

  @Test(arguments: OptimizerCatalog.names)
  func parametersArePyTorchsAfterEachStep(_ name: String) throws {
    let cases = try ReferenceFile<OptimizerCase>(name).cases
    #expect(cases.count == 6)
    for reference in cases {
      let optimizer = try Self.optimizer(name, reference)
      #expect(optimizer.name == name)
      let run = OptimizerRun(optimizer, start: reference.start.tensor)
      for (step, rate) in reference.learning_rates.enumerated() {
        run.step(gradient: reference.gradients[step].tensor, learningRate: Float(rate))
        let expected = reference.after[step].tensor
        let largest = expected.values.reduce(0) { max($0, abs($1)) }
        for (cell, (a, b)) in zip(run.parameter.values, expected.values).enumerated() {
          #expect(
            abs(a - b) <= 1e-6 * largest, "\(name), \(reference.name), step \(step): cell \(cell) is \(a), not \(b)")
        }
      }
    }
  }

  @Test func statesAreNamed() {
    let names = OptimizerCatalog.all.map { ($0.name, $0.init([:]).stateNames) }
    let expected = [
      ("sgd", []), ("momentum", ["velocity"]), ("nesterov", ["velocity"]), ("adagrad", ["square"]),
      ("rmsprop", ["square"]), ("adadelta", ["square", "movement"]), ("adam", ["m", "v"]), ("adamw", ["m", "v"]),
    ]
    #expect(names.map(\.0) == expected.map(\.0))
    #expect(names.map(\.1) == expected.map(\.1))
  }
}
