import Autodiff
import NeuralNet
import TensorMath
import Testing

/// What must hold of every optimizer in the catalog.
@Suite struct OptimizerLawTests {
  static func optimizer(_ name: String, _ constants: [String: Double] = [:]) throws -> any Optimizer {
    try OptimizerCatalog.optimizer(OptimizerDescription(name, constants: constants))
  }

  static func gradients(_ count: Int, seed: UInt64 = 9) -> [Tensor] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in Tensor([5], (0..<5).map { _ in random.normal() }) }
  }

  static let start = Tensor([5], [0.5, -1, 2, 0.25, -0.75])

  /// By name, since a test of the wrong optimizer would pass everything else here.
  @Test(arguments: OptimizerCatalog.names)
  func itIsItselfAndNoOther(_ name: String) throws {
    func end(_ name: String) throws -> [Float] {
      let run = OptimizerRun(try Self.optimizer(name), start: Self.start)
      for gradient in Self.gradients(4) { run.step(gradient: gradient, learningRate: 0.05) }
      return run.parameter.values
    }
    let optimizer = try Self.optimizer(name)
    #expect(optimizer.name == name)
    #expect("\(type(of: optimizer))".lowercased() == name)
    let own = try end(name)
    #expect(own != Self.start.values)
    for other in OptimizerCatalog.names where other != name { #expect(try end(other) != own, "\(name) is \(other)") }
  }

  /// ½ (a² + 30 b²), from (4, −3): a valley thirty times as steep in one direction.
  @Test(arguments: OptimizerCatalog.names)
  func itFindsTheBottomOfAValley(_ name: String) throws {
    let usual: [String: Float] = ["adagrad": 1, "rmsprop": 0.05, "adadelta": 2, "adam": 0.05, "adamw": 0.05]
    // Adaptive steps do not shrink with the gradient, so the learning rate has to. Adagrad's shrink by themselves.
    let shrinks = ["rmsprop", "adadelta", "adam", "adamw"].contains(name)
    let run = OptimizerRun(try Self.optimizer(name), start: Tensor([2], [4, -3]))
    for step in 0..<2000 {
      let at = run.parameter.values
      let rate = (usual[name] ?? 0.02) * (shrinks ? 1 - Float(step) / 2000 : 1)
      run.step(gradient: Tensor([2], [at[0], 30 * at[1]]), learningRate: rate)
    }
    #expect(run.parameter.values.allSatisfy { abs($0) < 0.01 }, "\(name) ended at \(run.parameter.values)")
  }

  @Test(arguments: OptimizerCatalog.names)
  func termsAddUpToParametersAndStates(_ name: String) throws {
    let run = OptimizerRun(try Self.optimizer(name), start: Self.start)
    for gradient in Self.gradients(12) {
      run.step(gradient: gradient, learningRate: 0.05)
      for cell in 0..<5 {
        let cells = run.cells(cell)
        let parameter = run.optimizer.expansion(ofParameter: cells, at: run.lastStep)
        let value = Double(run.parameter.values[cell])
        #expect(abs(parameter.sum - value) <= 1e-6 * parameter.sumOfMagnitudes, "\(name): \(parameter)")
        for (index, state) in run.states.enumerated() {
          let expansion = run.optimizer.expansion(ofState: index, cells, at: run.lastStep)
          #expect(abs(expansion.sum - Double(state.values[cell])) <= 1e-6 * expansion.sumOfMagnitudes, "\(name)")
        }
      }
    }
  }

  @Test(arguments: OptimizerCatalog.names)
  func aLearningRateOfZeroLeavesTheParameters(_ name: String) throws {
    let run = OptimizerRun(try Self.optimizer(name), start: Self.start)
    for gradient in Self.gradients(3) { run.step(gradient: gradient, learningRate: 0) }
    #expect(run.parameter.values == Self.start.values)
    // The states have seen the gradients all the same.
    #expect(run.states.allSatisfy { $0.values.allSatisfy { $0 != 0 } })
  }

  @Test(arguments: OptimizerCatalog.names)
  func formulasCoverStatesAndParameter(_ name: String) throws {
    let optimizer = try Self.optimizer(name)
    #expect(optimizer.formulas.count == optimizer.stateNames.count + 1)
    #expect(optimizer.formulas.last?.hasPrefix("w ← ") == true)
    #expect(optimizer.meaning[.english].hasSuffix(".") && optimizer.meaning[.chinese].hasSuffix("。"))
  }

  @Test(arguments: OptimizerCatalog.names)
  func everyConstantHasAnEffect(_ name: String) throws {
    func end(_ constants: [String: Double]) throws -> [Float] {
      let run = OptimizerRun(try Self.optimizer(name, constants), start: Self.start)
      for gradient in Self.gradients(4) { run.step(gradient: gradient, learningRate: 0.05) }
      return run.parameter.values
    }
    for constant in try OptimizerCatalog.type(named: name).constants {
      #expect(constant.range.contains(constant.defaultValue))
      let other = constant.name == "epsilon" ? 0.5 : constant.defaultValue / 2
      #expect(try end([constant.name: other]) != end([:]), "\(name).\(constant.name)")
      #expect(try end([constant.name: constant.defaultValue]) == end([:]))
    }
  }

  // MARK: What single ones are known for

  /// Bias correction: whatever the gradient's size, the first step is the learning rate.
  @Test(arguments: ["adam"])
  func theFirstStepIsTheLearningRate(_ name: String) throws {
    let run = OptimizerRun(try Self.optimizer(name), start: Self.start)
    run.step(gradient: Tensor([5], [1e-3, -2, 50, -0.1, 7]), learningRate: 0.01)
    for (cell, sign) in [1, -1, 1, -1, 1].enumerated() {
      #expect(abs(run.parameter.values[cell] - (Self.start[cell] - 0.01 * Float(sign))) < 1e-6)
    }
  }

  /// Without any gradient AdamW's weights shrink by 1 − η · λ each step, and Adam's stay.
  @Test func decayIsDecoupled() throws {
    let zero = Tensor([5], repeating: 0)
    let decaying = OptimizerRun(try Self.optimizer("adamw", ["weight-decay": 0.1]), start: Self.start)
    let plain = OptimizerRun(try Self.optimizer("adam"), start: Self.start)
    for _ in 0..<20 {
      decaying.step(gradient: zero, learningRate: 0.5)
      plain.step(gradient: zero, learningRate: 0.5)
    }
    var factor: Float = 1
    for _ in 0..<20 { factor *= 0.95 }
    for (value, start) in zip(decaying.parameter.values, Self.start.values) {
      #expect(abs(value - factor * start) < 1e-6)
    }
    #expect(plain.parameter.values == Self.start.values)
  }

  /// Under a steady gradient the velocity grows to g / (1 − μ).
  @Test func momentumGathersSpeed() throws {
    for name in ["momentum", "nesterov"] {
      let run = OptimizerRun(try Self.optimizer(name), start: Self.start)
      for _ in 0..<200 { run.step(gradient: Tensor([5], repeating: 1), learningRate: 0.001) }
      #expect(run.states[0].values.allSatisfy { abs($0 - 10) < 1e-3 })
    }
  }
}
