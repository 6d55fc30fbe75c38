/// A schedule by name, with the constants that differ from its defaults, and the warm-up before it:
/// data for lessons and knobs.
public struct ScheduleDescription: Hashable, Sendable {
  public var name: String
  public var constants: [String: Double]
  /// Iterations over which the rate rises to its full size before the schedule begins; 0 for none.
  public var warmUp: Int

  public init(_ name: String, constants: [String: Double] = [:], warmUp: Int = 0) {
    self.name = name
    self.constants = constants
    self.warmUp = warmUp
  }

  /// The same rate for ever.
  public static let constant = ScheduleDescription(ConstantSchedule.name)
}

/// Every learning-rate schedule, from the simplest on.
public enum ScheduleCatalog {
  public static let all: [any Schedule.Type] = [
    ConstantSchedule.self,
    StepSchedule.self,
    ExponentialSchedule.self,
    LinearSchedule.self,
    CosineSchedule.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  public static func type(named name: String) throws(SettingError) -> any Schedule.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw SettingError("schedule", unknown: name, known: names)
    }
    return type
  }

  /// The schedule a description means, its constants checked by name and range, behind its warm-up.
  public static func schedule(_ description: ScheduleDescription) throws(SettingError) -> WarmedSchedule {
    let type = try type(named: description.name)
    for name in description.constants.keys.sorted() where !type.constants.contains(where: { $0.name == name }) {
      throw SettingError("schedule \(description.name)", unknown: name, known: type.constants.map(\.name))
    }
    var constants: [String: Double] = [:]
    for constant in type.constants {
      let value = description.constants[constant.name] ?? constant.defaultValue
      guard constant.range.contains(value), !constant.isCount || value == value.rounded() else {
        throw SettingError(
          constant.name, found: "\(value)",
          needed: constant.isCount
            ? "a whole number from 1 to \(ScheduleConstant.mostIterations)"
            : "a number from \(constant.range.lowerBound) to \(constant.range.upperBound)")
      }
      constants[constant.name] = value
    }
    guard (0...ScheduleConstant.mostIterations).contains(description.warmUp) else {
      throw SettingError(
        "warm-up", found: "\(description.warmUp)",
        needed: "a whole number from 0 to \(ScheduleConstant.mostIterations)")
    }
    return WarmedSchedule(type.init(constants), warmUp: description.warmUp)
  }
}
