import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// Computes the loss of a network for parameters of one's choice, in an arena of its own: the run is never disturbed
/// by being looked at. All of the training part is taken where that is affordable, else its first samples, which are
/// in random order.
final class LossLandscape {
  private let bound: BoundProgram
  private let lossEnd: Int
  private let backwardEnd: Int
  let sampleCount: Int

  /// Multiply-adds that one picture may take: some 50 ms.
  private static let budget = 60_000_000
  private static let fewestSamples = 16

  /// - Parameter cells: how many losses a picture has.
  init?(_ setup: TrainingSetup, cells: Int) {
    var model = setup.compiler.model
    // Dropout would make the picture another one each time it is drawn.
    model.dropout = 0
    model.layers.removeAll { $0.type == Dropout.name }
    let data = setup.data.train
    do {
      let compiler = try ModelCompiler(model)
      let one = try compiler.trainingProgram(batchSize: 1, stateNames: [])
      let perSample = max(one.multiplyAdds / 3, 1)
      sampleCount = min(data.count, max(Self.budget / (max(cells, 1) * perSample), Self.fewestSamples))
      let program = try compiler.trainingProgram(batchSize: sampleCount, stateNames: [])
      guard let lossEnd = program.lastPosition(of: .loss), let backwardEnd = program.lastPosition(of: .backward),
        program.durableCount + program.transientCount <= TrainingSetup.largestArena / 4
      else { return nil }
      let arena = Arena(count: program.durableCount + program.transientCount)
      bound = BoundProgram(program, in: arena, transientStart: program.durableCount)
      self.lossEnd = lossEnd
      self.backwardEnd = backwardEnd
    } catch { return nil }
    for (input, values) in zip(bound.program.inputs, [data.inputs.values, data.targets.values]) {
      let width = values.count / max(data.count, 1)
      bound.mutableView(of: input).copy(Array(values[0..<sampleCount * width]))
    }
  }

  /// Takes over the parameters of a machine as they are now.
  func adopt(_ machine: TrainingMachine) {
    for parameter in machine.program.parameters {
      guard let own = slot(parameter.slot, of: machine.program) else { continue }
      bound.mutableView(of: own).copy(machine.bound.view(of: parameter.slot))
    }
  }

  /// The same parameter in this program.
  private func slot(_ slot: SlotID, of program: Program) -> SlotID? {
    bound.program.slot(named: program[slot].name)?.id
  }

  /// A number of a parameter, to be read and written here.
  func cell(_ address: CellAddress, of program: Program) -> (view: MutableView, gradient: View?, cell: Int)? {
    guard program.slots.indices.contains(address.slot.index), let own = slot(address.slot, of: program),
      bound.program[own].role == .parameter, (0..<bound.program[own].shape.count).contains(address.cell)
    else { return nil }
    return (bound.mutableView(of: own), bound.program.gradient(of: own).map(bound.view(of:)), address.cell)
  }

  var loss: Float {
    for index in 0..<lossEnd { bound.execute(index) }
    return bound.program.loss.map { bound.view(of: $0)[0] } ?? .nan
  }

  /// Computes every gradient for the parameters as they are.
  func computeGradients() { for index in 0..<backwardEnd { bound.execute(index) } }
}
