public import Autodiff
import NeuralNet

extension Intervention.Change {
  /// What was changed, in a few words: for the log, for undo, for the name of a branch.
  ///
  /// - Parameter program: the one that ran when it was changed.
  public func label(in program: Program) -> BilingualText {
    switch self {
    case .learningRate(let rate): return BilingualText("learning rate \(rate)", zh: "学习率 \(rate)")
    case .optimizerConstants(let optimizer):
      let list = optimizer.constants.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      return BilingualText("\(optimizer.name): \(list)", zh: "\(optimizer.name)：\(list)")
    case .parameter(let address, let value):
      let name = program.slots.indices.contains(address.slot.index) ? program.name(of: address) : "?"
      return BilingualText("\(name) = \(value)", zh: "\(name) = \(value)")
    case .structure(let change): return change.label
    }
  }
}
