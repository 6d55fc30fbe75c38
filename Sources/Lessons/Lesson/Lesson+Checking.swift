public import Autodiff
import Datasets
import NeuralNet
import Stepping

extension Lesson {
  /// Checks a lesson file's names: data set, knobs, settings; layers, loss and optimizer were looked
  /// up as they were read.
  public init(_ file: LessonFile, text: BilingualText) throws(LessonError) {
    let places = file.places
    if file.ownFile == nil {
      let names = DatasetCatalog.entries.map(\.name)
      guard names.contains(file.data.dataset) else {
        throw places.error(
          .unknownName, at: "data.dataset", found: quoted(file.data.dataset), needed: choice(of: names),
          suggestion: Lessons.suggestion(for: file.data.dataset, among: names))
      }
    }
    plan = LessonPlan(
      data: file.data, ownFile: file.ownFile,
      configuration: TrainingConfiguration(
        model: file.model, optimizer: file.optimizer, learningRate: file.learningRate,
        schedule: file.schedule, clipping: file.clipping, batchSize: file.batchSize,
        shuffles: file.shuffles, seed: file.seed, initialValues: file.initialValues,
        plantedBug: file.plantedBug))
    id = file.id
    order = file.order
    title = file.title
    question = file.question
    self.text = text
    knobNames = file.knobs
    panels = file.panels
    tour = file.tour
    predictions = file.predictions
    goal = file.goal
    stopConditions = file.stopConditions
    breakIt = file.breakIt
    experiments = file.experiments
    self.places = places
    try checkKnobs()
    try checkPredictionNames()
    try checkBreak()
    try checkExperiments()
  }

  private func checkKnobs() throws(LessonError) {
    for (index, name) in (knobNames ?? []).enumerated() {
      do throws(SettingError) {
        _ = try KnobCatalog.knob(named: name, in: plan)
      } catch { throw places.error(.unknownName, at: "knobs[\(index + 1)]", error) }
    }
  }

  private func checkPredictionNames() throws(LessonError) {
    var ids: Set<String> = []
    for (index, prediction) in predictions.enumerated() where !ids.insert(prediction.id).inserted {
      throw places.error(
        .repeatedName, at: "predictions[\(index + 1)].id", found: "\(quoted(prediction.id)) twice",
        needed: "each id once")
    }
  }

  private func checkBreak() throws(LessonError) {
    var broken = plan
    for setting in breakIt?.settings ?? [] {
      do throws(SettingError) {
        broken = try KnobCatalog.setting(setting.knob, to: setting.value, in: broken)
      } catch {
        throw places.error(error.setting == "knob" ? .unknownName : .wrongValue, at: "break.set.\(setting.knob)", error)
      }
    }
  }
}

extension LessonPlaces {
  /// A setting that cannot be used, put where it is written.
  func error(_ problem: LessonError.Problem, at path: String, _ error: SettingError) -> LessonError {
    self.error(
      problem, at: path, found: error.found, needed: error.needed,
      suggestion: error.suggestion.map { "Did you mean \(quoted($0))?" })
  }
}
