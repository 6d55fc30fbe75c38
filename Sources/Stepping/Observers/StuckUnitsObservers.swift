import Autodiff

/// ReLU units whose output is 0 for every training sample: see ``StuckRule``.
struct DeadUnitsObserver: Observer {
  static let kind = Observation.Kind.deadUnits
  func findings(_ moment: ObservedMoment) -> [Finding] { moment.stuckUnits(Self.kind) }
}

/// tanh and sigmoid units at the end of their range for nearly all training samples: see ``StuckRule``.
struct SaturatedUnitsObserver: Observer {
  static let kind = Observation.Kind.saturatedUnits
  func findings(_ moment: ObservedMoment) -> [Finding] { moment.stuckUnits(Self.kind) }
}

extension ObservedMoment {
  /// For each layer the activation with the most stuck units: of the time steps of a recurrent layer, one
  /// speaks for all. How many they are is part of the subject in powers of two, so that a layer that
  /// dies bit by bit is told of more than once, but not for every unit.
  fileprivate func stuckUnits(_ kind: Observation.Kind) -> [Finding] {
    var worst: [(activity: UnitActivity, units: [Int])] = []
    for activity in units where activity.rule.kind == kind {
      let stuck = activity.stuckUnits
      guard !stuck.isEmpty else { continue }
      if let known = worst.firstIndex(where: { $0.activity.layer == activity.layer }) {
        if stuck.count > worst[known].units.count { worst[known] = (activity, stuck) }
      } else {
        worst.append((activity, stuck))
      }
    }
    return worst.flatMap { activity, units -> [Finding] in
      guard let slot = program.slot(named: activity.slotName), let unit = units.first else { return [] }
      // One subject for each power of two reached: those already told of stay open.
      return sequence(first: 1) { $0 * 2 }.prefix { $0 <= units.count }.map { size in
        Finding(
          subject: "\(activity.layer), \(size)", address: CellAddress(slot.id, cell: unit * activity.cellsPerUnit),
          value: Float(units.count), reference: Float(activity.unitCount))
      }
    }
  }
}
