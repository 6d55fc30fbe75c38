import Autodiff
import NeuralNet

/// The tensors that the pictures of attention are drawn from: they belong to other instructions than the one at hand,
/// and of a large network only what is asked for is copied.
struct TokenSlots {
  private(set) var all: Set<SlotID> = []

  init(_ instruction: Instruction, _ program: Program) {
    guard instruction.phase == .forward || instruction.phase == .backward || instruction.phase == .loss,
      program.readsTokens
    else { return }
    // The tokens along the sides.
    all.formUnion(program.inputs)
    for node in program.nodes where node.operation is SelectTokens { all.insert(node.output) }
    guard let layer = AttentionLayer(of: instruction, in: program) else { return }
    for slot in layer.parts.compactMap({ layer.slot($0) }) {
      all.insert(slot)
      if instruction.phase == .backward, let gradient = program.gradient(of: slot) { all.insert(gradient) }
    }
  }
}
