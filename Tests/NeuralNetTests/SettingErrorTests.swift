import NeuralNet
import Testing

/// Every setting that cannot be used: what was found, what was needed, what was probably meant.
@Suite struct SettingErrorTests {
  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  private func model(_ layers: [LayerDescription], loss: String = "squared-error", l1: Float = 0, l2: Float = 0) throws
  {
    _ = try ModelCompiler(ModelDescription(inputCount: 2, layers: layers, loss: loss, l1: l1, l2: l2))
  }

  @Test(arguments: [
    ("adamm", "adam"), ("ADAM", "adam"), ("adam-w", "adamw"), ("rmsporp", "rmsprop"), ("sdg", "sgd"),
    ("nesterof", "nesterov"), ("mometum", "momentum"),
  ])
  func anUnknownOptimizerIsSuggested(_ found: String, _ meant: String) {
    #expect(
      sentence { _ = try OptimizerCatalog.optimizer(OptimizerDescription(found)) }
        == "optimizer: found \"\(found)\", needed one of \(OptimizerCatalog.names.joined(separator: ", ")); did you mean \"\(meant)\"?"
    )
  }

  @Test func aNameLikeNoOtherHasNoSuggestion() {
    #expect(
      sentence { _ = try LossCatalog.loss(named: "happiness") }
        == "loss: found \"happiness\", needed one of squared-error, absolute-error, binary-cross-entropy, softmax-cross-entropy"
    )
  }

  @Test func constantsAreCheckedByNameAndRange() {
    func of(_ name: String, _ constants: [String: Double]) -> String {
      sentence { _ = try OptimizerCatalog.optimizer(OptimizerDescription(name, constants: constants)) }
    }
    #expect(
      of("adam", ["beta3": 0.5])
        == "optimizer adam: found \"beta3\", needed one of beta1, beta2, epsilon; did you mean \"beta1\"?")
    #expect(of("momentum", ["momentum": 1.5]) == "momentum: found 1.5, needed a number from 0.0 to 0.9999")
    #expect(of("adam", ["epsilon": 0]) == "epsilon: found 0.0, needed a number from 1e-12 to 1.0")
    #expect(of("adam", ["beta1": .nan]).hasPrefix("beta1: found nan, needed a number from"))
    #expect(of("sgd", ["momentum": 0.9]).hasPrefix("optimizer sgd: found \"momentum\""))
    #expect(of("adamw", ["weight-decay": 0.5]) == "")
  }

  @Test func layersAreCheckedByTypeAndSettings() {
    #expect(
      sentence { try model([LayerDescription(type: "dens", name: "a", settings: [:])]) }
        == "layer: found \"dens\", needed one of \(LayerCatalog.names.joined(separator: ", ")); did you mean \"dense\"?"
    )
    #expect(
      sentence { try model([LayerDescription(type: "dense", name: "a", settings: [:])]) }
        == "layer a: found no units, needed a units")
    #expect(
      sentence {
        try model([LayerDescription(type: "dense", name: "a", settings: ["units": "3", "activaton": "relu"])])
      }
        == "layer a: found \"activaton\", needed one of units, activation, threshold, initialization, bias, each; did you mean \"activation\"?"
    )
    #expect(sentence { try model([]) } == "layers: found none, needed at least one")
  }

  @Test(arguments: ["0", "-3", "three", "3.5", "65537", "99999999999999999999", ""])
  func unitsAreWholeNumbers(_ text: String) {
    let found = sentence { try model([LayerDescription(type: "dense", name: "a", settings: ["units": text])]) }
    #expect(
      found == "units: found \"\(text)\", needed a whole number from 1 to 65536"
        || found == "layer a: found no units, needed a units")
  }

  @Test func activationsAndInitializationsAreSuggested() {
    #expect(
      sentence { try model([.dense("a", units: 2, activation: "rellu")]) }.hasSuffix("did you mean \"relu\"?"))
    #expect(
      sentence { try model([.dense("a", units: 2, activation: "leaky_relu")]) }.hasSuffix(
        "did you mean \"leaky-relu\"?"))
    #expect(
      sentence { try model([.dense("a", units: 2, initialization: "xavir")]) }.hasSuffix("did you mean \"xavier\"?"))
  }

  @Test func penaltiesAreNotNegative() {
    #expect(
      sentence { try model([.dense("a", units: 2)], l1: -1) }
        == "L1 and L2: found -1.0 and 0.0, needed numbers from 0 up")
    #expect(sentence { try model([.dense("a", units: 2)], l2: .nan) }.hasPrefix("L1 and L2: found 0.0 and nan"))
    #expect(sentence { try model([.dense("a", units: 2)], l2: .infinity) }.hasPrefix("L1 and L2"))
  }
}
