import Autodiff
import Stepping
import TensorMath

/// The numbers around one cell of a convolution's output, for mistakes with its window.
struct WindowTerms {
  private let number: WorkedNumber
  let operation: Convolution
  private let place: (n: Int, o: Int, i: Int, j: Int)
  private let image: [Int]
  private let kernel: [Int]

  /// Nil when the number is no convolution's.
  init?(_ number: WorkedNumber) {
    guard case .forward = number.instruction.kind, let operation = number.operation as? Convolution else { return nil }
    let shape = number.program[number.address.slot].shape
    guard shape.rank == 4 else { return nil }
    let indices = shape.indices(at: number.address.cell)
    self.number = number
    self.operation = operation
    place = (indices[0], indices[1], indices[2], indices[3])
    image = number.program[number.inputs[0]].shape.dimensions
    kernel = number.program[number.inputs[1]].shape.dimensions
  }

  /// The sum with the window somewhere else: its upper left pixel at these coordinates. Nil where it would not lie on
  /// the image at all.
  func terms(top: Int, left: Int) -> [Term]? {
    var terms: [Term] = []
    for c in 0..<kernel[1] {
      for p in 0..<kernel[2] where (0..<image[2]).contains(top + p) {
        for q in 0..<kernel[3] where (0..<image[3]).contains(left + q) {
          let pixel = ((place.n * image[1] + c) * image[2] + top + p) * image[3] + left + q
          let tap = ((place.o * kernel[1] + c) * kernel[2] + p) * kernel[3] + q
          guard let x = factor(0, pixel), let weight = factor(1, tap) else { return nil }
          terms.append(Term(x, weight))
        }
      }
    }
    guard !terms.isEmpty else { return nil }
    if operation.hasBias {
      guard let bias = factor(2, place.o) else { return nil }
      terms.append(Term(bias))
    }
    return terms
  }

  /// Where the window should be.
  var row: Int { place.i }
  var column: Int { place.j }

  private func factor(_ input: Int, _ cell: Int) -> Factor? {
    let address = CellAddress(number.inputs[input], cell: cell)
    return number.number(at: address).map { Factor("#", [Operand(address: address, $0)], value: $0) }
  }
}
