import Autodiff
import NeuralNet
import Stepping

/// The tensors that pictures of a recurrent layer are drawn from: they belong to other instructions than the one at
/// hand, and of a large network only what is asked for is copied.
struct TimeSlots {
  private(set) var all: Set<SlotID> = []

  /// Time steps on either side of the one at hand whose gates are asked for: more than fit on a screen.
  private static let reach = 150

  init(_ instruction: Instruction, _ snapshot: Snapshot) {
    guard instruction.phase == .forward || instruction.phase == .backward,
      let layer = instruction.scope.first.flatMap({ snapshot.unrolledLayers[$0] })
    else { return }
    let program = snapshot.program
    let current = instruction.timeStep ?? 0
    all.insert(layer.byTime)
    for time in 0..<layer.stepCount {
      let state = layer.state(at: time)
      if instruction.phase == .forward {
        let isNear = abs(time - current) <= Self.reach
        all.formUnion([state].compactMap { $0 } + (isNear ? layer.parts(at: time).map(\.slot) : []))
      } else {
        let sums = layer.sums(at: time)
        let cell = layer.cell(at: time)
        all.formUnion([layer.stateBefore(time)].compactMap { $0 })
        all.formUnion([state, sums, cell].compactMap { $0.flatMap { program.gradient(of: $0) } })
      }
    }
  }
}
