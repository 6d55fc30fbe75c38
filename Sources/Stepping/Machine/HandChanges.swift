import Autodiff
import NeuralNet

// What an explanation needs to know of the current iteration besides its numbers, since settings and
// parameters may be changed by hand while it is looked at.

/// The rule by which a parameter was updated.
struct UpdateMade {
  let optimizer: any Optimizer
  let step: UpdateStep
}

/// One number of a parameter, changed by hand.
struct ParameterEdit {
  let address: CellAddress
  /// What it was.
  let before: Float
  /// How many instructions of the iteration had run.
  let position: Int
}
