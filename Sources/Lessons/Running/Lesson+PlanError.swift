import Autodiff
import Datasets
import NeuralNet
import Stepping

extension Lesson {
  /// Why the plan cannot be run, put where the reason is written.
  func planError(_ error: PlanError) -> LessonError {
    switch error {
    case .data(let error):
      let path: String = if case .choice(let name) = error.place { "data.\(name)" } else { "data" }
      let inFile = error.origin == plan.data.dataset ? "" : "\(error.origin), \(Self.words(error.place))"
      return places.error(
        .cannotTrain, at: path, found: inFile + error.found, needed: error.needed, suggestion: error.suggestion)
    case .setup(let error): return setupError(error)
    }
  }

  private static func words(_ place: DataError.Place) -> String {
    switch place {
    case .whole, .choice: ""
    case .line(let line): "line \(line): "
    case .cell(let line, let column, let name): "line \(line), column \(column)\(name.map { " (\($0))" } ?? ""): "
    case .byte(let offset): "byte \(offset): "
    }
  }

  private func setupError(_ error: SetupError) -> LessonError {
    switch error {
    case .setting(let setting), .model(.setting(let setting)):
      let prefix = "initial values"
      guard setting.setting.hasPrefix(prefix) else {
        return places.error(.cannotTrain, at: "training", setting)
      }
      let name = setting.setting.dropFirst(prefix.count + " of ".count)
      return places.error(.wrongValue, at: name.isEmpty ? "initial" : "initial.\(name)", setting)
    case .noTrainingSamples:
      return places.error(.cannotTrain, at: "data", found: error.description, needed: "samples to train on")
    case .lossDoesNotFit(let loss, let data, let better):
      return places.error(
        .cannotTrain, at: "model.loss", found: "\(quoted(loss)) for data with \(data)", needed: "a loss that fits them",
        suggestion: "Did you mean \(quoted(better))?")
    case .outputsDoNotFit(let found, let needed, let why):
      return places.error(
        .cannotTrain, at: "model.layers[\(plan.configuration.model.layers.count)]", found: "\(found) units",
        needed: "\(needed) in the last layer (\(why))")
    case .picturesDoNotFit(let found, let needed):
      return places.error(
        .cannotTrain, at: "model.layers[\(plan.configuration.model.layers.count)]", found: "\(found) for a sample",
        needed: "\(needed), the picture as its filter makes it")
    case .tokensDoNotFit(let found, let needed):
      return places.error(
        .cannotTrain, at: "model.layers[\(plan.configuration.model.layers.count)]", found: "\(found) for a sample",
        needed: "\(needed), at each position a number for each token of the vocabulary")
    case .tooLarge, .model(.shape):
      return places.error(.cannotTrain, at: "model", found: error.description, needed: "a network that fits")
    }
  }
}

extension LessonPlaces {
  /// A name or a moment that the program does not have, put where it is written.
  func error(_ problem: LessonError.Problem, at path: String, _ error: ReferenceError) -> LessonError {
    self.error(problem, at: path, found: error.found, needed: error.needed, suggestion: error.suggestion)
  }
}
