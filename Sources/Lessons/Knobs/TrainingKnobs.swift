import Autodiff
import NeuralNet
import Stepping

/// Knobs of the training: learning rate, optimizer and its constants, batches, weights' seed.
enum TrainingKnobs {
  static let all: [Knob] =
    [learningRate, optimizer] + constants + [batchSize, shuffle, seed]

  static let learningRate = Knob(
    name: "learning-rate", title: BilingualText("Learning rate", zh: "学习率"), symbol: "η",
    kind: .number(learningRateScale), effect: .live, availability: { _ in true },
    read: { $0.configuration.learningRate.short },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.configuration.learningRate = Float(try learningRateScale.number(text, of: "learning-rate"))
      return changed
    })

  static let learningRateScale = NumberScale(0...1000, .ratio(smallest: 1e-5))

  static let optimizer = Knob(
    name: "optimizer", title: BilingualText("Optimizer", zh: "优化器"), symbol: "",
    kind: .choice { _ in OptimizerCatalog.names }, effect: .structure, availability: { _ in true },
    read: { $0.configuration.optimizer.name },
    write: { (text, plan) throws(SettingError) in
      let type = try OptimizerCatalog.type(named: text)
      var changed = plan
      // Constants of the same name carry over.
      let kept = plan.configuration.optimizer.constants.filter { constant in
        type.constants.contains { $0.name == constant.key }
      }
      changed.configuration.optimizer = OptimizerDescription(text, constants: kept)
      return changed
    })

  static let constants: [Knob] = [
    constant("momentum", "μ", BilingualText("Momentum", zh: "动量"), .complement),
    constant("decay", "ρ", BilingualText("Decay of the average", zh: "平均的衰减"), .complement),
    constant("beta1", "β₁", BilingualText("Decay of the first average", zh: "一阶矩衰减"), .complement),
    constant("beta2", "β₂", BilingualText("Decay of the second average", zh: "二阶矩衰减"), .complement),
    constant("epsilon", "ε", BilingualText("Epsilon", zh: "防零常数"), .ratio(smallest: 1e-12)),
    constant("weight-decay", "λ", BilingualText("Weight decay", zh: "权重衰减"), .ratio(smallest: 1e-6)),
  ]

  /// A number of the optimizer in use; its range is the optimizer's own.
  private static func constant(
    _ name: String, _ symbol: String, _ title: BilingualText, _ notch: NumberScale.Notch
  ) -> Knob {
    let known = OptimizerCatalog.all.flatMap { $0.constants }.first { $0.name == name }
    let scale = NumberScale(known?.range ?? 0...1, notch)
    return Knob(
      name: name, title: title, symbol: symbol, kind: .number(scale), effect: .live,
      availability: { entry(name, in: $0) != nil },
      read: { plan in
        (plan.configuration.optimizer.constants[name] ?? entry(name, in: plan)?.defaultValue ?? 0).short
      },
      write: { (text, plan) throws(SettingError) in
        var changed = plan
        changed.configuration.optimizer.constants[name] = try scale.number(text, of: name)
        return changed
      })
  }

  private static func entry(_ name: String, in plan: LessonPlan) -> OptimizerConstant? {
    let type = OptimizerCatalog.all.first { $0.name == plan.configuration.optimizer.name }
    return type?.constants.first { $0.name == name }
  }

  static let batchScale = CountScale(1...LessonPlan.allSamples, .double, nameOfLargest: "all")

  static let batchSize = Knob(
    name: "batch-size", title: BilingualText("Batch size", zh: "批大小"), symbol: "", kind: .count(batchScale),
    effect: .structure, availability: { _ in true }, read: { batchScale.text($0.configuration.batchSize) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.configuration.batchSize = try batchScale.number(text, of: "batch-size")
      return changed
    })

  static let shuffle = Knob(
    name: "shuffle", title: BilingualText("Shuffle each epoch", zh: "每轮打乱"), symbol: "", kind: .toggle,
    effect: .structure, availability: { _ in true }, read: { $0.configuration.shuffles ? "on" : "off" },
    write: { (text, plan) throws(SettingError) in
      guard let isOn = ["on": true, "off": false, "true": true, "false": false][text] else {
        throw SettingError("shuffle", unknown: text, known: ["on", "off"])
      }
      var changed = plan
      changed.configuration.shuffles = isOn
      return changed
    })

  static let seed = Knob(
    name: "seed", title: BilingualText("Seed of the weights", zh: "权重种子"), symbol: "", kind: .count(seedScale),
    effect: .structure, availability: { _ in true }, read: { String($0.configuration.seed) },
    write: { (text, plan) throws(SettingError) in
      var changed = plan
      changed.configuration.seed = try seedNumber(text, of: "seed")
      // Who asks for other weights does not want the prescribed ones.
      changed.configuration.initialValues = [:]
      return changed
    })

  static let seedScale = CountScale(0...Int.max, .step(1))

  static func seedNumber(_ text: String, of name: String) throws(SettingError) -> UInt64 {
    guard let seed = UInt64(text) else {
      throw SettingError(
        name, found: quoted(text), needed: "a whole number from 0 to \(UInt64.max)", zh: " 0 到 \(UInt64.max) 的整数")
    }
    return seed
  }
}
