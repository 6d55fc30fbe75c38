import Autodiff
import TensorMath

/// Compares every parameter's gradient with the slope of the loss, which knows nothing of the
/// backward pass: see ``DifferenceQuotient``.
struct GradientsVerification {
  private let machine: TrainingMachine
  private let settings: VerificationSettings
  private var report: GradientsReport

  static func report(on setup: TrainingSetup, _ settings: VerificationSettings) throws(SetupError) -> GradientsReport {
    var verification = GradientsVerification(machine: try TrainingMachine(setup), settings)
    verification.run()
    return verification.report
  }

  private init(machine: TrainingMachine, _ settings: VerificationSettings) {
    self.machine = machine
    self.settings = settings
    report = GradientsReport(
      relativeTolerance: settings.gradientTolerance, cellsPerTensor: settings.gradientCellsPerTensor,
      workPerTensor: settings.gradientWorkPerTensor, seed: settings.seed)
  }

  private mutating func run() {
    for iteration in Set(settings.iterations).sorted() {
      while machine.completedIterations < iteration { machine.runIteration() }
      let backward = machine.program.lastPosition(of: .backward) ?? 0
      repeat { machine.step() } while machine.position < backward
      compare(machine.program.parameters)
    }
  }

  /// Parameters of a machine that stands behind its backward pass; of each the cells given, or all.
  static func report(
    on machine: TrainingMachine, _ parameters: [Parameter], cells: [Int]?, _ settings: VerificationSettings
  ) -> GradientsReport {
    var verification = GradientsVerification(machine: machine, settings)
    verification.compare(parameters, cells: cells)
    return verification.report
  }

  private mutating func compare(_ parameters: [Parameter], cells: [Int]? = nil) {
    guard let loss = PreciseLoss(machine) else { return }
    report.iterations.append(machine.iteration)
    let noise = machine.lossRounding()
    for parameter in parameters { verify(parameter, cells, loss, noise) }
  }

  private mutating func verify(_ parameter: Parameter, _ chosen: [Int]?, _ loss: PreciseLoss, _ noise: Double) {
    let weights = machine.bound.mutableView(of: parameter.slot)
    let gradients = machine.bound.view(of: parameter.gradient).values
    let cells = chosen ?? sample(of: parameter, count: gradients.count)
    let addresses = cells.map { CellAddress(parameter.gradient, cell: $0) }
    // Before anything is moved: how much was added up for each gradient.
    let magnitudes = addresses.map { machine.bound.expansion(of: $0)?.sumOfMagnitudes ?? 0 }
    for (index, cell) in cells.enumerated() {
      let gradient = Double(gradients[cell])
      guard gradient.isFinite, noise.isFinite else {
        report.notFinite += 1
        continue
      }
      let relative = settings.gradientTolerance * abs(gradient)
      guard
        let quotient = DifferenceQuotient(
          of: parameter.slot, weights, at: cell, loss, noise: noise, enough: relative / 10)
      else {
        report.kinks += 1
        continue
      }
      let absolute = settings.termTolerance * magnitudes[index] + quotient.error + quotient.gradientRounding
      compare(addresses[index], gradient, quotient.slope, relative: relative, absolute: absolute)
    }
    // The next parameter's slopes are taken from the values as they are.
    _ = loss.value()
  }

  private mutating func compare(
    _ address: CellAddress, _ gradient: Double, _ slope: Double, relative: Double, absolute: Double
  ) {
    report.cells += 1
    let difference = abs(gradient - slope)
    let error = difference == 0 ? 0 : difference / (relative + absolute)
    if difference == 0 || absolute <= relative {
      report.decisive += 1
      report.worstRelativeError = max(report.worstRelativeError, difference == 0 ? 0 : difference / abs(gradient))
    } else if absolute > abs(gradient) / 2 {
      report.weak += 1
    }
    if error > 1 || error.isNaN { report.failures += 1 }
    Verification.note(
      CellError(
        name: machine.program.name(of: address), iteration: machine.iteration, value: gradient,
        expected: slope, error: error), in: &report.worst)
  }

  /// Which cells of a tensor are compared: all, or as many as the budget allows, drawn by the seed.
  private mutating func sample(of parameter: Parameter, count: Int) -> [Int] {
    let program = machine.program
    // Ten forward passes are usual: five steps to either side.
    let work = 10 * program.forwardWork(from: program[parameter.slot].readBy.first ?? 0)
    let affordable = max(settings.gradientWorkPerTensor / max(work, 1), settings.fewestGradientCells)
    let allowed = min(settings.gradientCellsPerTensor, affordable)
    guard count > allowed else { return Array(0..<count) }
    report.notSampled += count - allowed
    var random = RandomSource(seed: settings.seed, purpose: "verify \(program[parameter.slot].name)")
    return random.permutation(count).prefix(allowed).sorted()
  }
}
