public import Autodiff
import TensorMath

/// A question: what does each sample of the batch add to the loss, and to the gradient of one number?
public struct BatchPartsRequest: Hashable, Sendable {
  /// A parameter or a value, or a number that belongs to one, such as its gradient.
  public let address: CellAddress

  public init(_ address: CellAddress) { self.address = address }
}

/// The batch taken apart: parts that add up to the loss and to the gradient.
public struct BatchParts: Hashable, Sendable {
  public let request: BatchPartsRequest
  /// The value or parameter whose gradient is taken apart; nil when it has none.
  public let address: CellAddress?
  /// `∂loss/∂value` of the whole batch, as the backward pass computes it.
  public let gradient: Double?
  /// What the penalties add to it; nil when there are none.
  public let penaltyGradient: Double?
  /// The loss of the whole batch, penalties included.
  public let loss: Double
  public let penaltyLoss: Double?
  /// In the order of the batch.
  public let samples: [Sample]
  /// Whether the batch was too large to take its gradient apart at once.
  public let isTooLarge: Bool

  /// What one sample adds. A mean over N samples has the factor 1/N in it already.
  public struct Sample: Hashable, Sendable {
    /// Its index in the training part.
    public let index: Int
    public let loss: Double
    /// Nil when nothing has a gradient here.
    public let gradient: Double?
  }
}

extension Probe {
  /// More multiply-adds than this would take about a second.
  private static let mostWork = 10_000_000_000

  /// Nil for a network that does not learn, or whose loss does not say which sample is which.
  func batchParts(_ request: BatchPartsRequest, beside machine: TrainingMachine) -> BatchParts? {
    let program = machine.program
    guard let loss = program.loss, let second = self.machine(beside: machine),
      let samples = SampleSplit(second)
    else { return nil }
    let address = program.value(behind: request.address).flatMap { program.gradient(of: $0.slot) == nil ? nil : $0 }
    let gradientSlot = address.flatMap { program.gradient(of: $0.slot) }
    let cell = address?.cell ?? 0
    let gradient = gradientSlot.map { Double(second.bound.view(of: $0)[cell]) }
    let losses = samples.losses()
    let hasPenalties = program.dataLoss != loss
    let isTooLarge = program.multiplyAdds * losses.count > Self.mostWork
    var (penalty, parts): (Double?, [Double]?) = (nil, nil)
    if let gradientSlot, !isTooLarge {
      if hasPenalties { penalty = samples.penaltyGradient(of: gradientSlot, at: cell) }
      parts = samples.gradients(of: gradientSlot, at: cell)
    }
    let total = Double(second.bound.view(of: loss)[0])
    return BatchParts(
      request: request, address: address, gradient: gradient, penaltyGradient: penalty, loss: total,
      penaltyLoss: hasPenalties ? total - (program.dataLoss.map { Double(second.bound.view(of: $0)[0]) } ?? 0) : nil,
      samples: losses.indices.map { row in
        BatchParts.Sample(index: Int(second.batchSamples[row]), loss: losses[row], gradient: parts?[row])
      }, isTooLarge: isTooLarge)
  }
}
