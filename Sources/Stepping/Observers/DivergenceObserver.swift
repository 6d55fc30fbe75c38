import Autodiff

/// The loss grows instead of falling: over the training samples it is more than twice what it was
/// before any training.
///
/// A network that has not learned knows nothing; one with twice its loss is certain of wrong things,
/// which noise from batch to batch does not bring about. The usual cause is a learning rate above
/// 2 / (largest curvature), where every step overshoots by more than it gains (LeCun et al., Efficient
/// BackProp, 1998, section 5.1).
struct DivergenceObserver: Observer {
  static let kind = Observation.Kind.divergence
  static let factor = 2.0

  func findings(_ moment: ObservedMoment) -> [Finding] {
    guard let first = moment.past.first?.trainLoss, first > 0, moment.now.trainLoss > Self.factor * first,
      let loss = moment.program.dataLoss
    else { return [] }
    return [
      Finding(
        subject: "loss", address: CellAddress(loss, cell: 0), value: Float(moment.now.trainLoss),
        reference: Float(first))
    ]
  }
}
