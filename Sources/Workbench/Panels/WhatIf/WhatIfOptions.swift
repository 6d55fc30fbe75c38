import Stepping

/// What the learner has set in the what-if panel.
struct WhatIfOptions: Hashable, Sendable {
  /// What is added to the number under the cursor.
  var epsilon = 0.1
  /// The check asked for last; its answer is for one moment.
  var check: GradientCheckRequest?

  /// ε is turned between these in factors of √10, always on the same steps: 1, 0.316, 0.1, …
  private static let steps = -12...4

  private static func size(_ step: Int) -> Double {
    var size = step.isMultiple(of: 2) ? 1 : 3.16227766
    let decades = (step - (step.isMultiple(of: 2) ? 0 : 1)) / 2
    for _ in 0..<abs(decades) { size = decades > 0 ? size * 10 : size / 10 }
    return size
  }

  /// The next larger or smaller step, with the sign kept.
  mutating func turn(up: Bool) {
    let size = abs(epsilon)
    let steps = Self.steps.map(Self.size)
    let next = up ? steps.first { $0 > size * 1.001 } : steps.last { $0 < size / 1.001 }
    if let next { epsilon = epsilon < 0 ? -next : next }
  }
}
