import Autodiff
import TensorMath

/// Takes whole iterations apart: each cell that something computes, values and gradients, the loss
/// and its by-products, updated parameters and optimizer states, against the sum of its terms. Of tensors
/// with very many terms, cells drawn by the seed.
///
/// Looked at from the end of the iteration, where all of them are there and the parameters are
/// already the next ones: the hardest place to explain a number from.
struct TermsVerification {
  private let machine: TrainingMachine
  private let settings: VerificationSettings
  private var report: TermsReport
  /// The durable numbers as they were before the iteration.
  private var before: [Float] = []
  /// The numbers of each slot.
  private var views: [View] = []

  static func report(on setup: TrainingSetup, _ settings: VerificationSettings) throws(SetupError) -> TermsReport {
    var verification = TermsVerification(machine: try TrainingMachine(setup), settings)
    verification.run()
    return verification.report
  }

  private init(machine: TrainingMachine, _ settings: VerificationSettings) {
    self.machine = machine
    self.settings = settings
    report = TermsReport(
      tolerance: settings.termTolerance, termsPerTensor: settings.termsPerTensor, seed: settings.seed)
  }

  private mutating func run() {
    // The last batch of an epoch may be a short one.
    let chosen = Set(settings.iterations + [machine.batchesPerEpoch - 1]).sorted()
    for iteration in chosen {
      while machine.completedIterations < iteration { machine.runIteration() }
      before = machine.durableState()
      repeat { machine.step() } while machine.position < machine.instructionCount
      views = machine.program.slots.map { machine.bound.view(of: $0.id) }
      report.iterations.append(iteration)
      report.batchSizes.append(machine.batchSamples.count)
      for slot in machine.program.slots where !slot.isLoaded { verify(slot) }
    }
  }

  private mutating func verify(_ slot: Slot) {
    let values = views[slot.id.index].values
    if case .previous(let source) = slot.role {
      // A copy: it is what stood there, to the bit.
      let start = machine.program[source].offset
      for cell in values.indices {
        report.cells += 1
        if values[cell].bitPattern != before[start + cell].bitPattern {
          fail(slot, cell, values[cell], expected: Double(before[start + cell]), error: .infinity)
        }
      }
      return
    }
    guard hasTooManyTerms(slot) else {
      for cell in values.indices { verify(slot, cell, values[cell]) }
      return
    }
    var random = RandomSource(seed: settings.seed, purpose: "verify terms of \(slot.name)")
    let limit = report.terms + settings.termsPerTensor
    for (index, cell) in random.permutation(values.count).enumerated() {
      guard report.terms < limit else {
        report.notSampled += values.count - index
        return
      }
      verify(slot, cell, values[cell])
    }
  }

  /// Whether all cells of a tensor would have more terms than are to be added up, judging by the most that one of
  /// five cells has.
  private func hasTooManyTerms(_ slot: Slot) -> Bool {
    let count = slot.shape.count
    guard count > 0 else { return false }
    let most = (0..<5).map { step in
      machine.expansion(of: CellAddress(slot.id, cell: step * (count - 1) / 4))?.terms.count ?? 0
    }
    return (most.max() ?? 0) * count > settings.termsPerTensor
  }

  private mutating func verify(_ slot: Slot, _ cell: Int, _ value: Float) {
    guard let expansion = machine.expansion(of: CellAddress(slot.id, cell: cell)) else {
      report.unexplained += 1
      fail(slot, cell, value, expected: 0, error: .greatestFiniteMagnitude)
      return
    }
    verify(slot, cell, value, expansion)
  }

  private mutating func verify(_ slot: Slot, _ cell: Int, _ value: Float, _ expansion: Expansion) {
    report.cells += 1
    report.terms += expansion.terms.count
    if !value.isFinite {
      // An overflow of the cell itself is one of the sum too, in single precision.
      report.notFinite += 1
      if Float(expansion.sum).isFinite {
        fail(slot, cell, value, expected: expansion.sum, error: .greatestFiniteMagnitude)
      }
      return
    }
    compare(slot, cell, Double(value), with: expansion.sum, magnitude: expansion.sumOfMagnitudes)
    for term in expansion.terms { visitOperands(of: term, in: slot, cell) }
    for definition in expansion.definitions {
      report.definitions += 1
      let magnitude = definition.terms.reduce(0) { $0 + abs($1.value) }
      for term in expansion.terms {
        term.forEachOperand { operand in
          guard operand.place == .constant(definition.symbol) else { return }
          compare(slot, cell, operand.value, with: definition.value, magnitude: magnitude)
        }
      }
    }
  }

  /// An operand that names a cell is what stands in that cell, so that a learner who goes there finds it.
  private mutating func visitOperands(of term: Term, in slot: Slot, _ cell: Int) {
    term.forEachOperand { operand in
      guard let address = operand.address else { return }
      report.operands += 1
      let found = views[address.slot.index][address.cell]
      if Double(found) != operand.value, !found.isNaN {
        fail(slot, cell, found, expected: operand.value, error: .greatestFiniteMagnitude)
      }
    }
  }

  private mutating func compare(_ slot: Slot, _ cell: Int, _ value: Double, with sum: Double, magnitude: Double) {
    let difference = abs(value - sum)
    let allowed = settings.termTolerance * magnitude + settings.termFloor
    if settings.termTolerance * magnitude > settings.termFloor {
      report.worstRelativeError = max(report.worstRelativeError, difference / magnitude)
    }
    if difference <= allowed {
      note(slot, cell, value, sum, difference / allowed)
    } else {
      fail(slot, cell, Float(value), expected: sum, error: difference / allowed)
    }
  }

  private mutating func fail(_ slot: Slot, _ cell: Int, _ value: Float, expected: Double, error: Double) {
    report.failures += 1
    note(slot, cell, Double(value), expected, error)
  }

  private mutating func note(_ slot: Slot, _ cell: Int, _ value: Double, _ expected: Double, _ error: Double) {
    if report.worst.count == Verification.namedCells, let last = report.worst.last, last.error >= error { return }
    Verification.note(
      CellError(
        name: machine.program.name(of: CellAddress(slot.id, cell: cell)), iteration: machine.iteration,
        value: value, expected: expected, error: error), in: &report.worst)
  }
}
