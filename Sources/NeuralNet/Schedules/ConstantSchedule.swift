public import Autodiff

/// The same learning rate for ever.
public struct ConstantSchedule: Schedule {
  public static let name = "constant"
  public static let constants: [ScheduleConstant] = []
  public init(_ constants: [String: Double] = [:]) {}

  public func factor(iteration: Int) -> Double { 1 }

  public let formula = "η"
  public let meaning = BilingualText("The learning rate stays as it is.", zh: "学习率保持不变。")
}
