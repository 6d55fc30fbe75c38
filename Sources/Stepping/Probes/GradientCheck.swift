public import Autodiff
import TensorMath

/// Compares gradients with difference quotients, at any moment.
public struct GradientCheckRequest: Hashable, Sendable {
  public enum Scope: Int, Hashable, Sendable, CaseIterable {
    /// One number of a parameter, its whole tensor, all parameters.
    case number, tensor, model
  }

  public let scope: Scope
  /// The number, or one that belongs to it; for the whole model any.
  public let address: CellAddress
  /// When it was asked for: the answer is for this moment and no other.
  public let moment: Moment

  public init(_ scope: Scope, _ address: CellAddress, at moment: Moment) {
    self.scope = scope
    self.address = address
    self.moment = moment
  }
}

public struct GradientCheck: Hashable, Sendable {
  public let request: GradientCheckRequest
  /// Counts, and the cells that are furthest off.
  public let report: GradientsReport
}

extension Probe {
  /// From larger tensors so many cells are drawn, so that the answer comes at once.
  private static let cellsPerTensor = 64

  /// Nil when it was asked for at another moment, or no parameter stands behind the number.
  func check(_ request: GradientCheckRequest, at moment: Moment, beside machine: TrainingMachine) -> GradientCheck? {
    guard request.moment == moment else { return nil }
    let program = machine.program
    let address = program.value(behind: request.address)
    let parameters = program.parameters.filter { request.scope == .model || $0.slot == address?.slot }
    guard !parameters.isEmpty, let second = self.machine(beside: machine) else { return nil }
    let state = second.durableState() + program.inputs.flatMap { second.bound.view(of: $0).values }
    if let last = lastCheck, last.check.request == request, last.state == state { return last.check }
    var settings = VerificationSettings()
    settings.gradientCellsPerTensor = Self.cellsPerTensor
    let cells = request.scope == .number ? address.map { [$0.cell] } : nil
    let check = GradientCheck(
      request: request,
      report: GradientsVerification.report(on: second, parameters, cells: cells, settings))
    lastCheck = (check, state)
    return check
  }
}
