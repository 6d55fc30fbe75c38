import Autodiff
import NeuralNet
import TensorMath

/// A program bound to the arena, with loading and updating added: every instruction is an action that
/// has been made ready.
final class LoadedProgram {
  struct Update {
    let parameter: MutableView
    let gradient: View
    let states: OptimizerStates
    let previousCopies: [PreviousCopy]
  }

  /// A range of the arena to keep before an update, and where.
  struct PreviousCopy {
    let from: Range<Int>
    let to: Int
  }

  let bound: BoundProgram
  let kinds: ContiguousArray<Instruction.Kind>
  let lossView: View?
  let updates: ContiguousArray<Update>
  /// One for each running statistic that follows a value.
  let statisticCopies: [PreviousCopy]
  /// The recurrent layers, by their names.
  private(set) lazy var unrolledLayers = UnrolledLayer.all(in: bound.program)
  /// What each instruction does, loading and updating included.
  let actions: ActionList

  init(_ program: Program, in arena: Arena, transientStart: Int, loader: BatchLoader, seed: UInt64) {
    let bound = BoundProgram(program, in: arena, transientStart: transientStart)
    self.bound = bound
    kinds = ContiguousArray(program.instructions.map(\.kind))
    lossView = program.loss.map(bound.view(of:))
    func copy(_ source: SlotID, to kept: SlotID) -> PreviousCopy {
      let start = bound.offset(of: source)
      return PreviousCopy(from: start..<start + program[source].shape.count, to: bound.offset(of: kept))
    }
    statisticCopies = program.statistics.compactMap { statistic in
      statistic.previous.map { copy(statistic.slot, to: $0) }
    }
    updates = ContiguousArray(
      program.parameters.map { parameter in
        let states = parameter.states.map(bound.mutableView(of:))
        let copies = zip([parameter.slot] + parameter.states, parameter.previous).map { copy($0, to: $1) }
        return Update(
          parameter: bound.mutableView(of: parameter.slot), gradient: bound.view(of: parameter.updateGradient),
          states: OptimizerStates(first: states.first, second: states.count > 1 ? states[1] : nil),
          previousCopies: copies)
      })
    let (features, targets) = (bound.mutableView(of: program.inputs[0]), bound.mutableView(of: program.inputs[1]))
    let random = RandomInputs(bound, seed: seed)
    let load =
      random.isEmpty
      ? Action { loader.load(features, targets) }
      : Action {
        loader.load(features, targets)
        random.draw(iteration: loader.iteration)
      }
    actions = arena.list(
      program.instructions.enumerated().map { index, instruction in
        instruction.kind == .load ? load : bound.actions[index]
      })
  }

  /// Binds the updates to an optimizer: before the first, and again when a learner changes its constants.
  func bindUpdates(to optimizer: any Optimizer, at clock: UpdateClock) {
    for (index, kind) in kinds.enumerated() {
      guard case .update(let parameter) = kind else { continue }
      let update = updates[parameter]
      actions.replace(
        index,
        with: optimizer.boundUpdate(update.parameter, gradient: update.gradient, states: update.states, at: clock))
    }
  }
}
