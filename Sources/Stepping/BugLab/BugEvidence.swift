import Autodiff
import TensorMath

/// What the bugs' evidence is written with: numbers of a run at places that every network has.
struct BugEvidence {
  let timeline: Timeline
  var program: Program { timeline.program }

  init(_ timeline: Timeline) { self.timeline = timeline }

  /// The end of an iteration, with what its updates have overwritten kept.
  func goToEnd(ofIteration iteration: Int) {
    timeline.go(to: Moment(iteration: iteration, position: timeline.machine.instructionCount))
  }

  func number(_ slot: SlotID, _ cell: Int) -> Double { Double(timeline.machine.bound.view(of: slot)[cell]) }

  /// The cell of a parameter whose gradient is largest now: there a difference shows best.
  func steepestCell() -> (parameter: Parameter, cell: Int)? {
    var best: (parameter: Parameter, cell: Int, size: Float)?
    for parameter in program.parameters {
      let gradient = timeline.machine.bound.view(of: parameter.updateGradient)
      for cell in 0..<gradient.count where gradient[cell].magnitude > best?.size ?? -1 {
        best = (parameter, cell, gradient[cell].magnitude)
      }
    }
    return best.map { ($0.parameter, $0.cell) }
  }

  func name(_ slot: SlotID, _ cell: Int) -> String { program.name(of: CellAddress(slot, cell: cell)) }

  /// Four digits that count, with a minus sign as it is written on the screen.
  static func text(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
    let digits = Double.fourDigits(number)
    let text = digits == digits.rounded() && digits.magnitude < 1e15 ? String(Int(digits)) : "\(digits)"
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  func text(_ number: Double) -> String { Self.text(number) }
}

extension Double {
  /// A number rounded to four digits that count.
  static func fourDigits(_ number: Double) -> Double {
    var scale = 1000.0
    var size = number.magnitude
    while size >= 10 {
      size /= 10
      scale /= 10
    }
    while size < 1 {
      size *= 10
      scale *= 10
    }
    return (number * scale).rounded() / scale
  }
}
