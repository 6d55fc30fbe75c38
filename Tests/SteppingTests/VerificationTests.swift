import Foundation
import Stepping
import Testing

@Suite struct VerificationTests {
  @Test(arguments: ["neuron", "iris", "xor", "plane", "penalties", "absolute"])
  func promisesHold(_ name: String) throws {
    let setup = try Self.setup(name)
    let report = try Verification.report(on: setup)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(name, String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  static func setup(_ name: String) throws -> TrainingSetup {
    switch name {
    case "neuron": try Setups.neuron()
    case "iris": try Setups.iris()
    case "xor": try Setups.xor()
    case "plane": try Setups.plane()
    case "penalties": try Setups.iris("adamw", activation: "leaky-relu", l1: 0.001, l2: 0.01)
    default: try Setups.plane("nesterov", loss: "absolute-error", activation: "sigmoid")
    }
  }
}
