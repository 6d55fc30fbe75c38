import Autodiff
public import Stepping
import TensorMath

/// Rows and columns of a matrix mixed up: the numbers of W[j, i] in the place of those of W[i, j].
public enum TransposedMatrix: Mistake {
  public static let name = "transposed-matrix"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.operation != nil else { return [] }
    let matrices = Set(
      number.expansion.terms.flatMap(\.factors).filter { $0.form == "#" }.compactMap { $0.operands[0].address?.slot }
    ).sorted().filter { number.program[$0].shape.rank >= 2 }
    return matrices.compactMap { matrix in
      let shape = number.program[matrix].shape
      let changed = MistakeArithmetic.replacing(number.expansion.terms) { operand in
        guard let address = operand.address, address.slot == matrix else { return nil }
        var indices = shape.indices(at: address.cell)
        indices.swapAt(indices.count - 1, indices.count - 2)
        // Out of the matrix: nobody reads a number that is not there.
        guard let cell = shape.offset(of: indices) else { return nil }
        let other = CellAddress(matrix, cell: cell)
        return number.number(at: other).map { ($0, other) }
      }
      guard let changed, inside(number, matrix) else { return nil }
      let matrixName = number.program[matrix].name
      return WrongNumber(
        name, MistakeArithmetic.sum(changed), MistakeArithmetic.text(changed),
        BilingualText(
          "rows and columns of \(matrixName) are mixed up", zh: "\(matrixName) 的行和列弄反了"))
    }
  }

  /// Whether every cell that is used of a matrix has one on the other side of the diagonal.
  private static func inside(_ number: WorkedNumber, _ matrix: SlotID) -> Bool {
    let shape = number.program[matrix].shape
    return number.expansion.terms.flatMap(\.factors).flatMap(\.operands).allSatisfy { operand in
      guard let address = operand.address, address.slot == matrix else { return true }
      var indices = shape.indices(at: address.cell)
      indices.swapAt(indices.count - 1, indices.count - 2)
      return shape.offset(of: indices) != nil
    }
  }
}
