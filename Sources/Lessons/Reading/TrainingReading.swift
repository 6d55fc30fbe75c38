import Autodiff
import NeuralNet
import Yams

/// Reads the `training` part.
struct TrainingReading {
  var optimizer = OptimizerDescription("sgd")
  var learningRate: Float
  var schedule = ScheduleDescription.constant
  var clipping = GradientClipping.none
  var batchSize = LessonPlan.allSamples
  var shuffles = true
  var seed: UInt64 = 1
  var stopConditions: [StopCondition] = []

  init(_ node: WrittenNode) throws(LessonError) {
    let keys = try node.keys([
      "optimizer", "learning-rate", "schedule", "warm-up", "clip-norm", "clip-value", "batch-size", "shuffle", "seed",
      "stop-when",
    ])
    learningRate = Float(try keys.required("learning-rate").number(0...1000))
    if let optimizer = keys["optimizer"] { self.optimizer = try Self.optimizer(optimizer) }
    if let schedule = keys["schedule"] { self.schedule = try Self.schedule(schedule) }
    if let warmUp = keys["warm-up"] {
      schedule.warmUp = try warmUp.wholeNumber(0...ScheduleConstant.mostIterations)
    }
    if let norm = keys["clip-norm"] { clipping.norm = Float(try norm.number(0...1000)) }
    if let value = keys["clip-value"] { clipping.value = Float(try value.number(0...1000)) }
    if let batch = keys["batch-size"] {
      batchSize = batch.isWord("all") ? LessonPlan.allSamples : try batch.batchSize()
    }
    if let shuffle = keys["shuffle"] { shuffles = try shuffle.flag() }
    if let seed = keys["seed"] { self.seed = try seed.seed() }
    for item in try keys["stop-when"]?.items(1...32) ?? [] { stopConditions.append(try item.stopCondition()) }
  }

  /// `adam`, or `{name: adam, beta1: 0.8}`
  private static func optimizer(_ node: WrittenNode) throws(LessonError) -> OptimizerDescription {
    guard node.isMapping else { return OptimizerDescription(try node.choice(OptimizerCatalog.names)) }
    let all = try node.mapping()
    let name = try all.required("name").choice(OptimizerCatalog.names)
    let constants = OptimizerCatalog.all.first { $0.name == name }?.constants ?? []
    let keys = try node.keys(["name"] + constants.map(\.name))
    var description = OptimizerDescription(name)
    for constant in constants {
      guard let value = keys[constant.name] else { continue }
      description.constants[constant.name] = try value.number(constant.range)
    }
    return description
  }

  /// `cosine`, or `{name: cosine, length: 500}`
  private static func schedule(_ node: WrittenNode) throws(LessonError) -> ScheduleDescription {
    guard node.isMapping else { return ScheduleDescription(try node.choice(ScheduleCatalog.names)) }
    let name = try node.mapping().required("name").choice(ScheduleCatalog.names)
    let constants = ScheduleCatalog.all.first { $0.name == name }?.constants ?? []
    let keys = try node.keys(["name"] + constants.map(\.name))
    var description = ScheduleDescription(name)
    for constant in constants {
      guard let value = keys[constant.name] else { continue }
      description.constants[constant.name] =
        constant.isCount
        ? Double(try value.wholeNumber(1...ScheduleConstant.mostIterations)) : try value.number(constant.range)
    }
    return description
  }
}

extension WrittenNode {
  /// A condition, with the place of its first character, inside quotation marks.
  fileprivate func stopCondition() throws(LessonError) -> StopCondition {
    let condition = try text()
    guard case .scalar(let scalar) = node, let mark = scalar.mark else {
      return StopCondition(text: condition, place: places[path])
    }
    let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
    return StopCondition(text: condition, place: LessonPlace(line: mark.line, column: mark.column + (isQuoted ? 1 : 0)))
  }

  fileprivate func batchSize() throws(LessonError) -> Int {
    do throws(LessonError) {
      return try wholeNumber(1...100_000)
    } catch {
      throw self.error(error.problem, found: error.found, needed: "a whole number from 1 to 100000, or all")
    }
  }
}
