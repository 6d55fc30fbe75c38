public import Autodiff

/// η · (1 − (1 − e) · min(t, T) / T): the rate falls in a straight line to the share e of itself, which it
/// reaches after T iterations and keeps (PyTorch's LinearLR from 1 to e).
public struct LinearSchedule: Schedule {
  public static let name = "linear"
  public static let constants = [
    ScheduleConstant(iterations: "length", symbol: "T", default: 1000),
    ScheduleConstant("end", symbol: "e", default: 0, in: 0...1),
  ]
  let length: Int
  let end: Double

  public init(_ constants: [String: Double]) {
    length = max(Int(constants["length"] ?? 1000), 1)
    end = constants["end"] ?? 0
  }

  public func factor(iteration: Int) -> Double {
    1 - (1 - end) * Double(min(iteration, length)) / Double(length)
  }

  public let formula = "η · (1 − (1 − e) · min(t, T) / T)"
  public let meaning = BilingualText(
    "The rate falls by the same amount in every iteration, then stays at its end.",
    zh: "学习率每次迭代减少同样的量，到终点后不再变化。")
}
