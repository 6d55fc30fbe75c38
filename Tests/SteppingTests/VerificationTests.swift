import Autodiff
import Foundation
import NeuralNet
import Stepping
import TensorMath
import Testing

@Suite struct VerificationTests {
  static let names = [
    "neuron", "iris", "xor", "plane", "penalties", "absolute", "dead zone", "clipped", "clipped twice", "dropout",
    "smoothed", "smoothed yes or no", "warm-up", "adadelta", "memory",
    "images", "normalized rows",
  ]

  static func setup(_ name: String) throws -> TrainingSetup {
    switch name {
    case "neuron": try Setups.neuron()
    case "iris": try Setups.iris()
    case "xor": try Setups.xor()
    case "plane": try Setups.plane()
    case "penalties": try Setups.iris("adamw", activation: "leaky-relu", l1: 0.001, l2: 0.01)
    case "dead zone": try Setups.iris("adagrad", activation: "hard-shrink")
    case "clipped": try Setups.changing(Setups.iris("momentum")) { $0.clipping.norm = 0.3 }
    case "clipped twice":
      try Setups.changing(Setups.plane("sgd", rate: 0.001)) {
        $0.clipping = GradientClipping(norm: 0.4, value: 0.25)
        $0.model.l2 = 0.01
      }
    case "dropout": try Setups.changing(Setups.iris("adam", activation: "tanh")) { $0.model.dropout = 0.4 }
    case "smoothed": try Setups.changing(Setups.iris("sgd", activation: "tanh")) { $0.model.labelSmoothing = 0.1 }
    case "smoothed yes or no": try Setups.changing(Setups.xor()) { $0.model.labelSmoothing = 0.1 }
    case "warm-up":
      try Setups.changing(Setups.neuron("adam")) {
        $0.schedule = ScheduleDescription("cosine", constants: ["length": 20], warmUp: 5)
      }
    case "memory":
      try Setups.changing(Setups.iris("adam", batch: 8)) {
        $0.model.layers[0] = LayerDescription(
          type: "self-recurrent", name: "memory", settings: ["units": "2", "activation": "tanh", "output": "all"])
        $0.model.layers.insert(
          LayerDescription(
            type: "self-recurrent", name: "again", settings: ["activation": "sigmoid", "output": "all"]), at: 1)
        $0.model.l2 = 0.01
        $0.clipping.norm = 0.5
      }
    case "images": try Setups.images()
    case "normalized rows":
      try Setups.changing(Setups.iris("momentum", batch: 16)) {
        $0.model.layers[0].settings["bias"] = "false"
        $0.model.layers.insert(
          LayerDescription(type: "batch-normalization", name: "norm", settings: ["activation": "tanh"]), at: 1)
        $0.model.l2 = 0.01
        $0.clipping.norm = 0.5
      }
    case "adadelta": try Setups.neuron("adadelta", rate: 1)
    default: try Setups.plane("nesterov", loss: "absolute-error", activation: "sigmoid")
    }
  }

  @Test(arguments: names)
  func promisesHold(_ name: String) throws {
    let setup = try Self.setup(name)
    let report = try Verification.report(on: setup)
    #expect(report.terms.failures == 0, "\(report.terms.worst)")
    #expect(report.terms.unexplained == 0)
    #expect(report.terms.notFinite == 0)
    #expect(report.terms.worstRelativeError < 5e-6)
    #expect(report.gradients.failures == 0, "\(report.gradients.worst)")
    #expect(report.gradients.worstRelativeError < 5e-4)
    #expect(report.travel.failures == 0, "\(report.travel.mismatches)")
    #expect(report.blasThreads == 1)
    #expect(report.holds)
    // It has really looked: at more cells than there are parameters, with a quotient for nearly all.
    #expect(report.terms.cells > 150 && report.terms.terms > report.terms.cells)
    // A normalization's slopes are small differences of large ones, and quotients of them less sharp.
    #expect(report.gradients.decisive * (name == "normalized rows" ? 4 : 2) > report.gradients.cells)
    #expect(report.gradients.kinks * 20 < report.gradients.cells)
    #expect(report.travel.momentsCompared > 500)
    #expect(report.travel.stepsForwards["term"] == 60 && report.travel.stepsBack == report.travel.stepsForwards)
  }

  @Test func everyCellThatIsComputedIsCounted() throws {
    let setup = try Setups.neuron("adam")
    let machine = try TrainingMachine(setup)
    let program = machine.program
    let perIteration = program.slots.filter { $0.role != .input }.reduce(0) { $0 + $1.shape.count }
    var settings = VerificationSettings()
    settings.iterations = [0]
    let terms = try Verification.report(on: setup, settings).terms
    // 40 samples in batches of 16: iteration 2 is the short one, with 8 of them.
    #expect(terms.iterations == [0, 2])
    #expect(terms.batchSizes == [16, 8])
    // Three tensors have a row for each sample: output, its gradient and the probabilities.
    #expect(terms.cells == 2 * perIteration - 3 * 8)
  }

  @Test func largeTensorsAreSampledBySeed() throws {
    let setup = try Setups.iris()
    var settings = VerificationSettings()
    settings.gradientCellsPerTensor = 4
    let gradients = try Verification.report(on: setup, settings).gradients
    // Cells of the tensors beyond the first four, at two iterations.
    let sizes = [4 * 6, 6, 6 * 5, 5, 5 * 3, 3]
    #expect(gradients.notSampled == 2 * sizes.reduce(0) { $0 + max($1 - 4, 0) })
    #expect(gradients.cells + gradients.kinks == 2 * sizes.reduce(0) { $0 + min($1, 4) })
    #expect(try Verification.report(on: setup, settings).gradients == gradients)
    settings.seed = 2
    #expect(try Verification.report(on: setup, settings).gradients.worst != gradients.worst)
  }

  /// Of a tensor with too many terms cells are drawn, the same ones every time.
  @Test func termsAreSampledWithinTheirBudget() throws {
    let setup = try Setups.images()
    let whole = try Verification.report(on: setup).terms
    #expect(whole.notSampled == 0 && whole.failures == 0)
    var settings = VerificationSettings()
    settings.termsPerTensor = 2000
    let drawn = try Verification.report(on: setup, settings).terms
    #expect(drawn.notSampled > 0 && drawn.notSampled + drawn.cells == whole.cells)
    #expect(drawn.terms < whole.terms && drawn.failures == 0)
    #expect(try Verification.report(on: setup, settings).terms == drawn)
  }

  /// What quotients may cost decides how many there are; a few of each tensor are compared in any case.
  @Test func gradientsAreSampledWithinTheirBudget() throws {
    var settings = VerificationSettings()
    settings.gradientWorkPerTensor = 1
    let setup = try Setups.images()
    let gradients = try Verification.report(on: setup, settings).gradients
    let sizes = try setup.compiler.parameterPlans().map(\.shape.count)
    #expect(gradients.notSampled == 2 * sizes.reduce(0) { $0 + max($1 - settings.fewestGradientCells, 0) })
    #expect(gradients.cells > 0 && gradients.failures == 0)
  }

  /// A ReLU whose input is exactly 0 has no slope there: counted apart, not as an error.
  @Test func cornersAreCountedApart() throws {
    let setup = try Setups.plane(loss: "squared-error", activation: "relu", l1: 0.01)
    var configuration = setup.configuration
    configuration.initialValues = ["hidden1.weight": [Float](repeating: 0, count: 10)]
    var settings = VerificationSettings()
    settings.iterations = [0]
    let report = try Verification.report(on: TrainingSetup(configuration, data: setup.data), settings)
    // All ten weights and the five biases stand on corners; the output's weights and bias do not.
    #expect(report.gradients.kinks == 15)
    #expect(report.gradients.cells == 6)
    #expect(report.holds)
  }

  @Test func aRunThatDivergesStillHolds() throws {
    let report = try Verification.report(on: Setups.plane("sgd", rate: 50))
    #expect(report.terms.notFinite > 0)
    #expect(report.gradients.notFinite > 0)
    #expect(report.holds, "\(report)")
  }

  @Test func theReportIsJSON() throws {
    let report = try Verification.report(on: Setups.neuron())
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(VerificationReport.self, from: data) == report)
  }
}
