public import Autodiff
import TensorMath

/// A second machine beside the one that runs, for questions that need more than looking: what if this
/// number were another, what does each sample add. The run itself is never disturbed.
///
/// It stands at the end of the backward pass of the run's current iteration: the same batch, and the
/// parameters as that iteration has read them, so that its numbers are those on the screen, or will be.
final class Probe {
  private var second: TrainingMachine?
  /// What the second machine was made for.
  private weak var original: TrainingMachine?
  /// The last gradient check, with the parameters, states and inputs it was made on: it stays true for as long as
  /// they do, and is not made anew for every picture.
  var lastCheck: (check: GradientCheck, state: [Float])?

  /// The second machine, brought to where the run is; nil for a network that does not learn.
  func machine(beside machine: TrainingMachine) -> TrainingMachine? {
    if second == nil || original !== machine {
      // What has been set up once can be set up again.
      second = try? TrainingMachine(machine.setup, origin: machine.origin)
      original = machine
    }
    guard let second, let end = machine.program.lastPosition(of: .backward) else { return nil }
    second.restore(stateBeforeUpdate(machine), atIteration: machine.iteration)
    second.step()
    if machine.position > 0 {
      // What was changed by hand since loading counts.
      for input in machine.program.inputs {
        second.bound.mutableView(of: input).copy(machine.bound.view(of: input))
      }
    }
    while second.position < end { second.step() }
    return second
  }

  /// The durable numbers with the parameters that this iteration has updated put back.
  private func stateBeforeUpdate(_ machine: TrainingMachine) -> [Float] {
    var state = machine.durableState()
    guard machine.keepsPrevious else { return state }
    for parameter in machine.program.parameters {
      let slot = machine.program[parameter.slot]
      guard let writer = slot.writtenBy, writer < machine.position else { continue }
      state.replaceSubrange(
        slot.offset..<slot.offset + slot.shape.count, with: machine.bound.view(of: parameter.previous[0]).values)
    }
    return state
  }
}

extension Program {
  /// The value that a number belongs to: that of a gradient, the parameter of an optimizer's state or of
  /// what was before the update; a value or a parameter itself. Nil where the shapes differ.
  public func value(behind address: CellAddress) -> CellAddress? {
    guard slots.indices.contains(address.slot.index) else { return nil }
    let slot = self[address.slot]
    guard (0..<slot.shape.count).contains(address.cell) else { return nil }
    switch slot.role {
    case .input, .random, .parameter, .runningStatistic, .value: return address
    case .gradient(let target), .clippedGradient(let target), .contribution(let target), .previous(let target),
      .optimizerState(let target, _):
      guard self[target].shape == slot.shape else { return nil }
      return value(behind: CellAddress(target, cell: address.cell))
    }
  }
}
