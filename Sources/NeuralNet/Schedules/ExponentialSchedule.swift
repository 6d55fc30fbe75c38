public import Autodiff

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// η · γᵗ: in every iteration the rate is multiplied by γ (PyTorch's ExponentialLR).
public struct ExponentialSchedule: Schedule {
  public static let name = "exponential"
  public static let constants = [ScheduleConstant("decay", symbol: "γ", default: 0.999, in: 0...0.999999)]
  let decay: Double

  public init(_ constants: [String: Double]) { decay = constants["decay"] ?? 0.999 }

  public func factor(iteration: Int) -> Double { pow(decay, Double(iteration)) }

  public let formula = "η · γᵗ"
  public let meaning = BilingualText(
    "The rate loses the same share of itself in every iteration: fast at first, then slower, never quite 0.",
    zh: "学习率每次迭代都减去自身的同一比例：先快后慢，永远不会正好为 0。")
}
