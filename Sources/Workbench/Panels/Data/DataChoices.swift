import Autodiff
import Stepping
import TensorMath

/// What a learner has chosen to see in the data panel.
struct DataChoices: Hashable, Sendable {
  /// The feature along the axis of the response curve.
  var feature = 0
  /// The numbers along the axes of the loss surface, as places in the list of all parameters' numbers; nil for the
  /// usual ones.
  var horizontal: Int?
  var vertical: Int?
  var zoom = 0
}

/// Every number that is learned, one after the other: what the axes of the loss surface choose from.
struct LearnedNumbers {
  private let program: Program
  /// For each parameter the place of its first number.
  private let starts: [Int]
  let count: Int

  init(_ program: Program) {
    self.program = program
    var starts: [Int] = []
    var count = 0
    for parameter in program.parameters {
      starts.append(count)
      count += program[parameter.slot].shape.count
    }
    self.starts = starts
    self.count = count
  }

  /// The nth number; the list has neither beginning nor end.
  subscript(place: Int) -> CellAddress? {
    guard count > 0 else { return nil }
    let place = wrapped(place)
    guard let index = starts.lastIndex(where: { $0 <= place }) else { return nil }
    return CellAddress(program.parameters[index].slot, cell: place - starts[index])
  }

  func wrapped(_ place: Int) -> Int { ((place % count) + count) % count }

  /// Where a number stands in the list; nil for one that is not learned.
  func place(of address: CellAddress) -> Int? {
    guard let index = program.parameters.firstIndex(where: { $0.slot == address.slot }) else { return nil }
    return starts[index] + address.cell
  }
}
