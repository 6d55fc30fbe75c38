import Autodiff
import Datasets
import Stepping
import TensorMath
import Testing

/// The batch taken apart.
@Suite struct BatchPartsTests {
  private func parts(_ timeline: Timeline, _ address: CellAddress) throws -> BatchParts {
    try #require(timeline.snapshot(SnapshotRequest(batchParts: BatchPartsRequest(address))).batchParts)
  }

  /// Each part is what PyTorch gets from that sample alone.
  @Test(arguments: ProbeReference.all) func eachPartAgreesWithPyTorch(_ reference: ProbeReference) throws {
    let timeline = try Timeline(reference.setup())
    timeline.step(.iteration)
    let count = reference.x.shape[0]
    for (gradients, penalties) in zip(reference.sample_gradients, reference.penalty_gradients) {
      let size = gradients.values.count / count
      for cell in 0..<size {
        let parts = try parts(timeline, timeline.cell(gradients.name ?? "", cell))
        #expect(parts.samples.map(\.index) == Array(0..<count))
        for (sample, part) in parts.samples.enumerated() {
          let expected = Double(gradients.values[sample * size + cell])
          #expect(
            abs((part.gradient ?? .nan) - expected) < 1e-7 + 1e-5 * abs(expected), "\(gradients.name ?? "") \(cell)")
          #expect(abs(part.loss - reference.sample_losses[sample]) < 1e-6)
        }
        #expect(abs((parts.penaltyGradient ?? 0) - Double(penalties.values[cell])) < 1e-6)
        #expect((parts.penaltyGradient == nil) == (reference.l2 == 0))
      }
    }
  }

  static let names = ["iris", "penalties", "plane", "neuron"]

  static func setup(_ name: String) throws -> TrainingSetup {
    switch name {
    case "iris": try Setups.iris()
    case "penalties": try Setups.iris("sgd", activation: "gelu", l1: 0.01, l2: 0.02)
    case "plane": try Setups.plane()
    default: try Setups.neuron()
    }
  }

  /// They add up to the number on the screen, in full and in short batches, for weights and for values.
  @Test(arguments: names) func thePartsAddUp(_ name: String) throws {
    let timeline = try Timeline(Self.setup(name))
    for _ in 0..<timeline.machine.batchesPerEpoch {
      timeline.step(.iteration)
      for slot in timeline.program.slots where slot.role == .value || slot.role == .parameter {
        let answer = try parts(timeline, CellAddress(slot.id, cell: slot.shape.count / 2))
        #expect(answer.samples.map(\.index) == timeline.machine.batchSamples.map(Int.init))
        let losses = answer.samples.map(\.loss) + [answer.penaltyLoss ?? 0]
        expectSum(losses, Double(timeline.machine.loss), "loss")
        guard let gradient = timeline.program.gradient(of: slot.id), slot.shape.rank > 0 else { continue }
        let whole = timeline.machine.bound.view(of: gradient)[slot.shape.count / 2]
        #expect(answer.gradient == Double(whole))
        let terms = answer.samples.compactMap(\.gradient) + [answer.penaltyGradient ?? 0]
        #expect(terms.count == answer.samples.count + 1)
        expectSum(terms, Double(whole), slot.name)
      }
    }
  }

  private func expectSum(_ terms: [Double], _ sum: Double, _ name: String) {
    let magnitudes = terms.reduce(0) { $0 + abs($1) }
    #expect(abs(terms.reduce(0, +) - sum) <= 1e-5 * magnitudes + 1e-12, "\(name)")
  }

  /// A value that belongs to a sample has its gradient from that sample alone.
  @Test func aValueOfOneSampleIsThatSamples() throws {
    let timeline = try Timeline(Setups.iris())
    timeline.step(.iteration)
    let answer = try parts(timeline, timeline.cell("hidden1.sum", 3 * 6 + 2))
    for (row, sample) in answer.samples.enumerated() where row != 3 { #expect(sample.gradient == 0) }
    #expect(try parts(timeline, timeline.cell("features")).samples.allSatisfy { $0.gradient == nil })
  }
}
