public import Autodiff

/// One of several ways on from one start: a plan, and what it is called.
public struct Racer: Sendable {
  public let label: BilingualText
  public let plan: LessonPlan
}
