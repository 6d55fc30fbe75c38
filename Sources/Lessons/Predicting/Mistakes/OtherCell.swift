import Autodiff
public import Stepping
import TensorMath

/// The number of another cell of the same tensor: another sample's row, another unit's column.
public enum OtherCell: Mistake {
  public static let name = "other-cell"

  /// In larger tensors some number is always near.
  private static let mostCells = 512

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    let shape = number.program[number.address.slot].shape
    guard shape.rank > 0, (2...mostCells).contains(shape.count) else { return [] }
    let own = shape.indices(at: number.address.cell)
    return (0..<shape.count).compactMap { cell in
      let address = CellAddress(number.address.slot, cell: cell)
      guard cell != number.address.cell, let value = number.number(at: address) else { return nil }
      let isOtherRow = shape.rank > 1 && shape.indices(at: cell).dropLast() != own.dropLast()
      let isOtherColumn = shape.indices(at: cell).last != own.last
      let what =
        switch (isOtherRow, isOtherColumn) {
        case (true, true): BilingualText("another row and another column", zh: "行和列都不是所问的")
        case (true, false): BilingualText("another row than the one asked for", zh: "不是所问的那一行")
        default: BilingualText("another column than the one asked for", zh: "不是所问的那一列")
        }
      return WrongNumber(
        name, value, "\(number.program.name(of: address)) = \(MistakeArithmetic.text(value))", what)
    }
  }
}
