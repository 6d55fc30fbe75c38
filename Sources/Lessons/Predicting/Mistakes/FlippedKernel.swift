import Autodiff
public import Stepping
import TensorMath

/// The kernel turned by 180°, as signal processing does it before it multiplies; and on the way back, where it has to
/// be turned, left as it is.
public enum FlippedKernel: Mistake {
  public static let name = "flipped-kernel"

  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    guard number.operation is Convolution, number.inputs.count > 1 else { return [] }
    let kernel = number.inputs[1]
    let shape = number.program[kernel].shape
    let changed = MistakeArithmetic.replacing(number.expansion.terms) { operand in
      guard let address = operand.address, isKernel(address.slot, kernel, number) else { return nil }
      var indices = shape.indices(at: address.cell)
      for axis in [2, 3] { indices[axis] = shape.dimensions[axis] - 1 - indices[axis] }
      guard let cell = shape.offset(of: indices) else { return nil }
      let other = CellAddress(address.slot, cell: cell)
      return number.number(at: other).map { ($0, other) }
    }
    guard let changed else { return [] }
    let isForward = number.instruction.phase < .backward
    return [
      WrongNumber(
        name, MistakeArithmetic.sum(changed), MistakeArithmetic.text(changed),
        isForward
          ? BilingualText(
            "the kernel was turned by 180°; a convolution layer lays it on as it stands",
            zh: "卷积核被旋转了 180°；卷积层是原样套上去的")
          : BilingualText(
            "the kernel was not turned; on the way back a pixel meets the taps in reverse order",
            zh: "卷积核没有翻转；反向时像素以相反的次序遇到各个权重"))
    ]
  }

  private static func isKernel(_ slot: SlotID, _ kernel: SlotID, _ number: WorkedNumber) -> Bool {
    slot == kernel || number.program[slot].role == .previous(kernel)
  }
}
