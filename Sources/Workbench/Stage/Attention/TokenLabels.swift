import Autodiff
import Datasets
import NeuralNet
import Stepping
import TensorMath

/// What stands beside the rows and above the columns of a picture: the tokens of the sample that is looked at.
struct TokenLabels {
  private let snapshot: Snapshot
  private let tokens: SampleTokens?
  private let sample: Int

  init(_ scene: StageScene, sample: Int) {
    snapshot = scene.snapshot
    tokens = scene.state.session?.setup.data.train.tokens
    self.sample = sample
  }

  private var program: Program { snapshot.program }

  /// The tokens of the positions that a tensor's rows stand for; their numbers where they are not known.
  func positions(of slot: SlotID, count: Int) -> [String] {
    let numbers = (0..<count).map(String.init)
    guard let tokens, let origin = program.tokenOrigin(of: slot), origin.count == count,
      let values = snapshot.values(of: origin.tokens), values.count >= (sample + 1) * count
    else { return numbers }
    return (0..<count).map { tokens.text(of: values[sample * count + $0], at: origin.firstPosition + $0) }
  }

  func rows(of tensor: TokenTensor) -> [String] {
    switch tensor.kind {
    case .tokens, .column: return positions(of: tensor.slot, count: tensor.rows)
    case .pairs: return tensor.attention?.slot(.query).map { positions(of: $0, count: tensor.rows) } ?? []
    case .whole: return vocabulary(ofTable: tensor) ?? waves(tensor)
    }
  }

  func columns(of tensor: TokenTensor) -> [String] {
    switch tensor.kind {
    case .pairs: return tensor.attention?.slot(.key).map { positions(of: $0, count: tensor.columns) } ?? []
    case .tokens:
      // What is told at each position has a number for every token.
      guard let told = tokens?.told.vocabulary, told.count == tensor.columns else { return [] }
      return told.tokens
    case .column, .whole: return []
    }
  }

  /// The positions that waves are for.
  private func waves(_ tensor: TokenTensor) -> [String] {
    guard let writer = program[tensor.slot].writtenBy, case .forward(let index) = program.instructions[writer].kind,
      program.nodes[index].operation is SinusoidalPositions
    else { return [] }
    return (0..<tensor.rows).map(String.init)
  }

  /// The tokens whose vectors are the rows of an embedding's table, or of what belongs to it.
  private func vocabulary(ofTable tensor: TokenTensor) -> [String]? {
    let value = program.valueSlot(of: tensor.slot)
    guard let tokens,
      let node = program.nodes.first(where: { $0.operation is Embedding && $0.inputs.last == value }),
      let origin = program.tokenOrigin(of: node.output)
    else { return nil }
    let vocabulary = tokens.part(at: origin.firstPosition).vocabulary
    return vocabulary.count == tensor.rows ? vocabulary.tokens : nil
  }
}
