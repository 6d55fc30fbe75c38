import Autodiff

/// The loss has stopped falling: the best of the last ten epochs is not better than the best before by
/// more than one part in ten thousand.
///
/// Ten epochs and 1e-4 are what PyTorch's ReduceLROnPlateau takes by default (patience 10, relative
/// threshold 1e-4). Ten points within the window besides, so that a point or two of noise do not
/// decide. A loss below 1e-6 has nothing left to lose and is no plateau.
struct PlateauObserver: Observer {
  static let kind = Observation.Kind.plateau
  static let epochs = 10
  static let threshold = 1e-4
  static let fewestPoints = 10
  static let nothingLeft = 1e-6

  func findings(_ moment: ObservedMoment) -> [Finding] {
    let start = moment.now.completedIterations - Self.epochs * moment.machine.batchesPerEpoch
    guard start > 0, let loss = moment.program.dataLoss else { return [] }
    // In one pass and without arrays: a run is looked at often.
    var (before, recent, recentCount) = (Double.infinity, moment.now.trainLoss, 1)
    for point in moment.past {
      if point.completedIterations <= start {
        before = min(before, point.trainLoss)
      } else {
        recent = min(recent, point.trainLoss)
        recentCount += 1
      }
    }
    guard recentCount >= Self.fewestPoints, before.isFinite, before > Self.nothingLeft,
      recent > before * (1 - Self.threshold)
    else { return [] }
    return [
      Finding(
        subject: "loss", address: CellAddress(loss, cell: 0), value: Float(moment.now.trainLoss),
        reference: Float(before))
    ]
  }
}
