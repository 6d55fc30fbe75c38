import Autodiff
import NeuralNet
import Screen
import TensorMath

/// Where the arrows lead on pictures of tensors with tokens: up and down from token to token of the same sample, left and
/// right through the columns and over the edge into the next picture at the same token; pages through the heads.
struct TokenMovement {
  private let tokens: TokenScene
  private let slots: [SlotID]

  /// - Parameter slots: the pictures from left to right.
  init(_ tokens: TokenScene, among slots: [SlotID]) {
    (self.tokens, self.slots) = (tokens, slots)
  }

  /// Nil where the cursor is in none of them.
  func moved(_ movement: Movement) -> CellAddress? {
    let focus = tokens.scene.focus
    guard let index = slots.firstIndex(of: focus.slot) else { return nil }
    let tensor = TokenTensor(focus.slot, tokens.program)
    guard tensor.count > focus.cell else { return nil }
    let at = tensor.indices(of: focus.cell)
    func address(head: Int? = nil, row: Int? = nil, column: Int? = nil) -> CellAddress {
      CellAddress(
        focus.slot,
        cell: tensor.cell(
          sample: at.sample, head: head ?? at.head, row: row ?? at.row, column: column ?? at.column))
    }
    switch movement {
    case .up: return address(row: at.row - 1)
    case .down: return address(row: at.row + 1)
    case .left where at.column > own(tensor, at.column).lowerBound: return address(column: at.column - 1)
    case .right where at.column + 1 < own(tensor, at.column).upperBound: return address(column: at.column + 1)
    case .left: return index > 0 ? neighbor(slots[index - 1], isBack: true) : focus
    case .right: return index + 1 < slots.count ? neighbor(slots[index + 1], isBack: false) : focus
    case .pageUp, .pageDown:
      let step = movement == .pageUp ? -1 : 1
      if tensor.kind == .pairs { return address(head: at.head + step) }
      guard let layer = tensor.attention, tensor.part != .attention else { return address(row: at.row + 10 * step) }
      let head = at.column / layer.headWidth + step
      return (0..<layer.heads).contains(head) ? address(column: at.column + step * layer.headWidth) : focus
    }
  }

  /// The columns that are shown together: those of a head, where the picture is one of its.
  private func own(_ tensor: TokenTensor, _ column: Int) -> Range<Int> {
    guard let layer = tensor.attention, tensor.kind == .tokens, !tokens.isProjection else { return 0..<tensor.columns }
    return tensor.columns(ofHead: column / layer.headWidth)
  }

  private func neighbor(_ slot: SlotID, isBack: Bool) -> CellAddress {
    let tensor = TokenTensor(slot, tokens.program)
    let row = tensor.part?.isOfKeys ?? false ? tokens.choice.key : tokens.choice.query
    let columns =
      tokens.isProjection || tensor.attention == nil ? 0..<tensor.columns : tensor.columns(ofHead: tokens.choice.head)
    let column = isBack ? columns.upperBound - 1 : columns.lowerBound
    guard tensor.kind != .whole else {
      return CellAddress(slot, cell: tensor.cell(sample: 0, head: 0, row: 0, column: column))
    }
    return CellAddress(
      slot, cell: tensor.cell(sample: tokens.choice.sample, head: tokens.choice.head, row: row, column: column))
  }
}
