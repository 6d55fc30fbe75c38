/// The five parts of a training iteration, in order.
public enum Phase: String, Sendable, CaseIterable, Comparable {
  case load, forward, loss, backward, update

  public static func < (a: Phase, b: Phase) -> Bool { a.order < b.order }

  private var order: Int {
    switch self {
    case .load: 0
    case .forward: 1
    case .loss: 2
    case .backward: 3
    case .update: 4
    }
  }
}
