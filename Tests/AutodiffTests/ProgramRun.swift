import Autodiff
import TensorMath

/// A program with its numbers, executed without a machine.
final class ProgramRun {
  let program: Program
  let bound: BoundProgram

  init(_ program: Program, _ values: [String: [Float]]) {
    self.program = program
    bound = BoundProgram(
      program, in: Arena(count: program.durableCount + program.transientCount), transientStart: program.durableCount)
    for (name, numbers) in values { set(name, numbers) }
    run()
  }

  func set(_ name: String, _ numbers: [Float]) {
    guard let slot = program.slot(named: name) else { return }
    bound.mutableView(of: slot.id).copy(numbers)
  }

  /// Forward, loss and backward.
  func run() { for index in program.instructions.indices { bound.execute(index) } }

  func values(_ name: String) -> [Float] {
    program.slot(named: name).map { bound.view(of: $0.id).values } ?? []
  }

  func expansion(_ name: String, _ cell: Int) -> Expansion? {
    program.slot(named: name).flatMap { bound.expansion(of: CellAddress($0.id, cell: cell)) }
  }

  /// The largest difference between a parameter's gradient and central differences of the loss.
  func gradientError(_ name: String) -> Double {
    guard let slot = program.slot(named: name), let loss = program.loss else { return .infinity }
    let gradient = values("\(name).gradient")
    let cells = bound.mutableView(of: slot.id)
    var worst = 0.0
    for cell in 0..<cells.count {
      let middle = cells[cell]
      func value(at step: Float) -> Double {
        cells[cell] = middle + step
        run()
        return Double(bound.view(of: loss)[0])
      }
      func slope(_ step: Float) -> Double { (value(at: step) - value(at: -step)) / Double(2 * step) }
      let richardson = (16 * slope(0x1p-6) - slope(0x1p-4)) / 15
      cells[cell] = middle
      run()
      worst = max(worst, abs(richardson - Double(gradient[cell])))
    }
    return worst
  }

  /// Whether the terms of every computed cell add up to it and name the cells of their operands.
  var isExplained: Bool {
    for slot in program.slots where slot.writtenBy != nil && !slot.isDurable && slot.role != .input {
      if case .previous = slot.role { continue }
      for (cell, value) in bound.view(of: slot.id).values.enumerated() {
        guard let expansion = bound.expansion(of: CellAddress(slot.id, cell: cell)),
          abs(expansion.sum - Double(value)) <= 1e-5 * expansion.sumOfMagnitudes
        else { return false }
        for operand in expansion.terms.flatMap(\.factors).flatMap(\.operands) {
          guard let address = operand.address else { continue }
          if Double(bound.view(of: address.slot)[address.cell]) != operand.value { return false }
        }
      }
    }
    return true
  }
}
