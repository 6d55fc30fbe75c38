/// What executes a stage: its machine, and the programs that predict with the machine's parameters.
struct Engine {
  let stage: Stage
  let machine: TrainingMachine
  let predictor: Predictor

  init(_ setup: TrainingSetup, origin: StageOrigin) throws(SetupError) {
    machine = try TrainingMachine(setup, origin: origin)
    predictor = try Predictor(setup)
    stage = Stage(machine)
  }

  /// Another one for a stage that has been built before.
  init(_ stage: Stage) throws(SetupError) {
    machine = try TrainingMachine(stage.setup, origin: stage.origin)
    predictor = try Predictor(stage.setup)
    self.stage = stage
  }
}

/// Engines of the stages visited last: going back past a change of structure needs the one before.
final class EngineStore {
  /// Each may be as large as its network; more would be built again in milliseconds.
  private static let mostEngines = 3

  private var engines: [Engine] = []

  func keep(_ engine: Engine) {
    engines.removeAll { $0.stage === engine.stage }
    engines.append(engine)
    if engines.count > Self.mostEngines { engines.removeFirst() }
  }

  func engine(of stage: Stage) -> Engine {
    if let known = engines.first(where: { $0.stage === stage }) { return known }
    do throws(SetupError) {
      let made = try Engine(stage)
      keep(made)
      return made
    } catch { preconditionFailure("a stage that was built cannot be built again: \(error)") }
  }
}
