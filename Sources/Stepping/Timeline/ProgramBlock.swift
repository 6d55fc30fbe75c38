public import Autodiff

/// Instructions of one phase that stand side by side and belong together: a layer, a time step of it, a gate of that.
///
/// Steps go *into* a block (`n`), *over* a time step (`f`) and *out* of whatever is around: a gate, then its time step,
/// then the whole sequence, one after the other.
public struct ProgramBlock: Hashable, Sendable {
  /// The scopes down to it: `["memory", "step 3", "forget gate"]`.
  public let scope: [String]
  /// Its instructions.
  public let range: Range<Int>
}

extension Program {
  /// The blocks around an instruction, the innermost first.
  public func blocks(around index: Int) -> [ProgramBlock] {
    guard instructions.indices.contains(index) else { return [] }
    let scope = instructions[index].scope
    return (0..<scope.count).reversed().map { last in block(scope.prefix(last + 1), around: index) }
  }

  private func block(_ scope: ArraySlice<String>, around index: Int) -> ProgramBlock {
    func belongs(_ other: Int) -> Bool {
      instructions[other].phase == instructions[index].phase && instructions[other].scope.starts(with: scope)
    }
    var (first, end) = (index, index + 1)
    while first > 0, belongs(first - 1) { first -= 1 }
    while end < instructions.count, belongs(end) { end += 1 }
    return ProgramBlock(scope: Array(scope), range: first..<end)
  }

  /// The position at which the smallest block around the instruction just run ends, or the next larger one where that
  /// has ended already; nil where no block goes on.
  public func positionOut(after position: Int) -> Int? {
    blocks(around: position - 1).lazy.map(\.range.upperBound).first { $0 > position }
  }

  /// The same in the mirror: where the smallest block around the instruction to come begins, or the next larger one
  /// where that has only just begun; nil where no block began earlier.
  public func positionOut(before position: Int) -> Int? {
    blocks(around: position).lazy.map(\.range.lowerBound).first { $0 < position }
  }
}
