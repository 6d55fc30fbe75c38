public import Autodiff

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// η · γ^⌊t / n⌋: every n iterations the rate is multiplied by γ (PyTorch's StepLR).
public struct StepSchedule: Schedule {
  public static let name = "step"
  public static let constants = [
    ScheduleConstant(iterations: "every", symbol: "n", default: 100),
    ScheduleConstant("factor", symbol: "γ", default: 0.5, in: 0...1),
  ]
  let every: Int
  let factor: Double

  public init(_ constants: [String: Double]) {
    every = max(Int(constants["every"] ?? 100), 1)
    factor = constants["factor"] ?? 0.5
  }

  public func factor(iteration: Int) -> Double { pow(factor, Double(iteration / every)) }

  public let formula = "η · γ^⌊t / n⌋"
  public let meaning = BilingualText(
    "The rate stays for a while, then falls at once to a share of itself, again and again.",
    zh: "学习率保持一段时间，然后一下子降到原来的几分之一，如此反复。")
}
