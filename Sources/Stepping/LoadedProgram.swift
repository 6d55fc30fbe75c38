import Autodiff
import NeuralNet
import TensorMath

/// A program bound to the arena, with the views that loading and updating need, made once.
struct LoadedProgram {
  struct Update {
    let parameter: MutableView
    let gradient: View
    let states: OptimizerStates
    /// Ranges of the arena to keep before an update, and where.
    let previousCopies: [(from: Range<Int>, to: Int)]
  }

  let bound: BoundProgram
  let kinds: ContiguousArray<Instruction.Kind>
  let featuresView: MutableView
  let targetsView: MutableView
  let featureCount: Int
  let targetCount: Int
  let lossView: View?
  let updates: ContiguousArray<Update>

  init(_ program: Program, in arena: Arena, transientStart: Int) {
    let bound = BoundProgram(program, in: arena, transientStart: transientStart)
    self.bound = bound
    kinds = ContiguousArray(program.instructions.map(\.kind))
    featuresView = bound.mutableView(of: program.inputs[0])
    targetsView = bound.mutableView(of: program.inputs[1])
    let batch = max(program[program.inputs[0]].shape.dimensions[0], 1)
    featureCount = featuresView.count / batch
    targetCount = targetsView.count / batch
    lossView = program.loss.map(bound.view(of:))
    updates = ContiguousArray(
      program.parameters.map { parameter in
        let states = parameter.states.map(bound.mutableView(of:))
        let copies = zip([parameter.slot] + parameter.states, parameter.previous).map { source, kept in
          let start = bound.offset(of: source)
          return (from: start..<start + program[source].shape.count, to: bound.offset(of: kept))
        }
        return Update(
          parameter: bound.mutableView(of: parameter.slot), gradient: bound.view(of: parameter.gradient),
          states: OptimizerStates(first: states.first, second: states.count > 1 ? states[1] : nil),
          previousCopies: copies)
      })
  }
}
