public import Autodiff
import TensorMath

/// A question: what becomes of the loss if one number is nudged by ε?
public struct WhatIfRequest: Hashable, Sendable {
  /// A parameter, an input or any intermediate value, or a number that belongs to one.
  public let address: CellAddress
  /// What is added to it.
  public let epsilon: Double

  public init(_ address: CellAddress, epsilon: Double) {
    self.address = address
    self.epsilon = epsilon
  }
}

/// The answer: the change that the gradient predicts beside the real one, for the ε asked for and for
/// powers of ten from 1 down.
public struct WhatIf: Hashable, Sendable {
  public let request: WhatIfRequest
  /// The number that is nudged.
  public let address: CellAddress
  /// `hidden1.weight[2, 1]`
  public let name: String
  public let value: Float
  /// The loss of this batch as it is, penalties included, added up in double precision.
  public let loss: Double
  /// ∂loss/∂value; nil where no gradient leads from the loss to the number, and there are no nudges.
  public let gradient: Double?
  /// For the ε asked for.
  public let chosen: Nudge?
  /// From ε = 1 down to 1e-6, with the sign of the ε asked for.
  public let series: [Nudge]
  /// How far rounding may move the loss at most, by a cautious estimate.
  public let rounding: Double

  /// What one ε does.
  public struct Nudge: Hashable, Sendable {
    public let epsilon: Double
    /// What was really added: the sum is a float.
    public let step: Double
    /// gradient · step
    public let predicted: Double
    /// loss with the nudge − loss
    public let real: Double
    /// The values whose operation has been moved over a kink, such as a ReLU's 0: there the gradient
    /// jumps, and no prediction need hold.
    public let kinks: [SlotID]

    /// |real − predicted| as a share of the larger of the two; nil where both are 0 or the loss is none.
    public var relativeDifference: Double? {
      let larger = max(abs(real), abs(predicted))
      guard larger > 0, larger.isFinite else { return nil }
      return abs(real - predicted) / larger
    }
  }

  /// Why a nudge's real change is not the predicted one.
  public enum Reason: Hashable, Sendable {
    /// There is no difference.
    case none
    /// An operation was moved over a kink.
    case kink
    /// The loss bends: the difference grows with ε².
    case curvature
    /// What is left of the loss's curvature is lost in the last places.
    case rounding
  }

  public func reason(_ nudge: Nudge) -> Reason {
    let difference = abs(nudge.real - nudge.predicted)
    if difference == 0 { return .none }
    if !nudge.kinks.isEmpty { return .kink }
    // Cautious means too large: below it, a difference that is no larger than what the curvature seen at
    // larger ε leaves at this one is still curvature.
    if difference > 2 * rounding || !difference.isFinite { return .curvature }
    return difference <= 2 * curvature * nudge.step * nudge.step ? .curvature : .rounding
  }

  /// Half the second derivative, from the smallest ε at which it stands out from rounding; 0 where none does.
  private var curvature: Double {
    let telling = series.last { nudge in
      nudge.kinks.isEmpty && abs(nudge.real - nudge.predicted) > 2 * rounding && nudge.real.isFinite
    }
    return telling.map { abs($0.real - $0.predicted) / ($0.step * $0.step) } ?? 0
  }
}

extension Probe {
  private static let series = [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]

  /// Nil when the number does not exist or its network does not learn.
  func whatIf(_ request: WhatIfRequest, beside machine: TrainingMachine) -> WhatIf? {
    guard let address = machine.program.value(behind: request.address), request.epsilon.isFinite,
      let second = self.machine(beside: machine), let loss = PreciseLoss(second)
    else { return nil }
    let value = second.bound.view(of: address.slot)[address.cell]
    let rounding = second.lossRounding()
    let gradient = second.gradient(of: address)
    let base = loss.value()
    let nudges = gradient.map { gradient in
      ([abs(request.epsilon)] + Self.series).map { size in
        Self.nudge(address, by: request.epsilon < 0 ? -size : size, value, gradient, base, loss)
      }
    }
    return WhatIf(
      request: request, address: address, name: machine.program.name(of: address), value: value, loss: base,
      gradient: gradient, chosen: nudges?.first, series: Array((nudges ?? []).dropFirst()), rounding: rounding)
  }

  private static func nudge(
    _ address: CellAddress, by epsilon: Double, _ value: Float, _ gradient: Double, _ base: Double, _ loss: PreciseLoss
  ) -> WhatIf.Nudge {
    let nudged = Float(Double(value) + epsilon)
    let step = Double(nudged) - Double(value)
    let (real, kinks) = loss.value(with: nudged, at: address)
    return WhatIf.Nudge(
      epsilon: epsilon, step: step, predicted: gradient * step, real: real - base, kinks: kinks)
  }
}
