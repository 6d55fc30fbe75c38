import Autodiff
import NeuralNet
import Stepping

/// Knobs of what becomes of the learning rate from iteration to iteration.
enum ScheduleKnobs {
  static let all: [Knob] = [schedule] + constants + [warmUp]

  static let schedule = Knob(
    name: "schedule", title: BilingualText("Learning-rate schedule", zh: "学习率调度"), symbol: "",
    kind: .choice { _ in ScheduleCatalog.names }, effect: .structure, availability: { _ in true },
    read: { $0.configuration.schedule.name },
    write: { (text, plan) throws(SettingError) in
      let type = try ScheduleCatalog.type(named: text)
      var changed = plan
      changed.configuration.schedule.name = text
      // Constants of the same name carry over.
      changed.configuration.schedule.constants = plan.configuration.schedule.constants.filter { constant in
        type.constants.contains { $0.name == constant.key }
      }
      return changed
    })

  static let constants: [Knob] = [
    constant("every", BilingualText("Iterations between steps", zh: "阶梯间隔（迭代）"), .step(1)),
    constant("factor", BilingualText("Factor of each step", zh: "每级的倍数"), .step(0.05)),
    constant("decay", BilingualText("Factor of each iteration", zh: "每次迭代的倍数"), .complement),
    constant("length", BilingualText("Length of the schedule", zh: "调度长度（迭代）"), .step(1)),
    constant("end", BilingualText("Share left at the end", zh: "终点所剩比例"), .step(0.05)),
  ]

  /// A number of the schedule in use: `schedule-end`. Counts of iterations double; `notch` is for the others.
  private static func constant(_ name: String, _ title: BilingualText, _ notch: NumberScale.Notch) -> Knob {
    let known = ScheduleCatalog.all.flatMap { $0.constants }.first { $0.name == name }
    let knobName = "schedule-\(name)"
    let isCount = known?.isCount == true
    let scale = NumberScale(known?.range ?? 0...1, notch)
    return Knob(
      name: knobName, title: title, symbol: known?.symbol ?? "", kind: isCount ? .count(iterations) : .number(scale),
      effect: .structure, availability: { entry(name, in: $0) != nil },
      read: { plan in
        let value = plan.configuration.schedule.constants[name] ?? entry(name, in: plan)?.defaultValue ?? 0
        return isCount ? String(Int(value)) : value.short
      },
      write: { (text, plan) throws(SettingError) in
        var changed = plan
        changed.configuration.schedule.constants[name] =
          isCount ? Double(try iterations.number(text, of: knobName)) : try scale.number(text, of: knobName)
        return changed
      })
  }

  private static let iterations = CountScale(1...ScheduleConstant.mostIterations, .double)

  private static func entry(_ name: String, in plan: LessonPlan) -> ScheduleConstant? {
    let type = ScheduleCatalog.all.first { $0.name == plan.configuration.schedule.name }
    return type?.constants.first { $0.name == name }
  }

  private static let warmUpScale = CountScale(0...ScheduleConstant.mostIterations, .double)

  static let warmUp = Knob(
    name: "warm-up", title: BilingualText("Warm-up iterations", zh: "预热迭代数"), symbol: "", kind: .count(warmUpScale),
    effect: .structure, availability: { _ in true }, read: { String($0.configuration.schedule.warmUp) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.configuration.schedule.warmUp = try warmUpScale.number(text, of: "warm-up")
      return changed
    })
}
