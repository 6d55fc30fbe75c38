import Autodiff
import TensorMath

/// The random tensors of a program, such as what dropout masks are made of. Their numbers depend on the
/// seed, the iteration and the tensor's name alone, so that a replayed iteration draws the same.
struct RandomInputs {
  private let seed: UInt64
  private let tensors: [(name: String, view: MutableView)]

  init(_ bound: BoundProgram, seed: UInt64) {
    self.seed = seed
    tensors = bound.program.randomInputs.map { (bound.program[$0].name, bound.mutableView(of: $0)) }
  }

  var isEmpty: Bool { tensors.isEmpty }

  /// Draws the numbers of an iteration.
  func draw(iteration: Int) {
    for (name, view) in tensors {
      var source = RandomSource(seed: seed, purpose: "draw \(name)", index: UInt64(iteration))
      source.fill(view)
    }
  }
}
