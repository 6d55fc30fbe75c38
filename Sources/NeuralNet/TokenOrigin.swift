public import Autodiff
import TensorMath

/// Which tokens the rows of a tensor stand for.
public struct TokenOrigin: Hashable, Sendable {
  /// The tokens [batch, positions].
  public let tokens: SlotID
  /// Where the first of them stands in a sample: behind the source, for what a decoder reads.
  public let firstPosition: Int
  public let count: Int
}

extension Program {
  /// The tokens that the rows of a tensor [batch, positions, …] stand for, or those of the queries of attention's scores;
  /// of a gradient, those of its value. Nil where they stand for none.
  ///
  /// An operation's first input is what goes through it: of a sum of two paths the straight one, of attention the
  /// queries. So the way back leads to the embedding.
  public func tokenOrigin(of slot: SlotID) -> TokenOrigin? {
    var current = valueSlot(of: slot)
    while true {
      if let origin = tokens(in: current) { return origin }
      guard let writer = self[current].writtenBy, case .forward(let index) = instructions[writer].kind,
        let next = nodes[index].inputs.first
      else { return nil }
      current = next
    }
  }

  /// Nil for a slot that holds no tokens.
  private func tokens(in slot: SlotID) -> TokenOrigin? {
    guard self[slot].shape.rank == 2 else { return nil }
    if let writer = self[slot].writtenBy, case .forward(let index) = instructions[writer].kind {
      guard let selection = nodes[index].operation as? SelectTokens else { return nil }
      return TokenOrigin(tokens: slot, firstPosition: selection.first, count: selection.count)
    }
    guard slot == inputs.first, nodes.contains(where: { $0.inputs.first == slot && $0.operation is Embedding }) else {
      return nil
    }
    return TokenOrigin(tokens: slot, firstPosition: 0, count: self[slot].shape.columns)
  }
}
