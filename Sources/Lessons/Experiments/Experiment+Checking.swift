import NeuralNet

extension Lesson {
  /// Checks the names in the experiments: knobs, measures, figures, settings.
  func checkExperiments() throws(LessonError) {
    var ids: Set<String> = []
    for (index, experiment) in experiments.enumerated() {
      let path = "experiments[\(index + 1)]"
      guard ids.insert(experiment.id).inserted else {
        throw places.error(
          .repeatedName, at: "\(path).id", found: "\(quoted(experiment.id)) twice", needed: "each id once")
      }
      for variation in experiment.variations {
        do throws(SettingError) { _ = try variation.plan(from: plan, seed: 1) } catch {
          let place = experimentPlace(path, of: variation, error)
          throw places.error(error.setting == "knob" ? .unknownName : .wrongValue, at: place, error)
        }
      }
      try checkFigures(of: experiment, path)
      try checkPlot(of: experiment, path)
    }
  }

  /// Where the setting that is to blame is written: a knob that does not exist has no line of its own in the list of
  /// places, and the list as a whole is meant.
  private func experimentPlace(_ path: String, of variation: Variation, _ error: SettingError) -> String {
    let blamed = variation.settings.first { $0.knob == error.setting || error.found == "\"\($0.knob)\"" }
    return blamed.map { "\(path).grid.\($0.knob)" } ?? path
  }

  private func checkFigures(of experiment: Experiment, _ path: String) throws(LessonError) {
    let figures = experiment.measures.map(\.id)
    for (index, id) in figures.enumerated() where figures[..<index].contains(id) {
      throw places.error(
        .repeatedName, at: "\(path).measures[\(index + 1)]", found: "\(quoted(id)) twice",
        needed: "an id of its own for each measure")
    }
    for (index, expectation) in experiment.expectations.enumerated() {
      let place = "\(path).expectations[\(index + 1)]"
      guard figures.contains(expectation.figure) else {
        throw places.error(
          .unknownName, at: "\(place).figure", found: quoted(expectation.figure), needed: choice(of: figures),
          suggestion: suggestion(for: expectation.figure, among: figures))
      }
      try checkRows(expectation.rows, of: experiment, "\(place).of")
      if case .rows(let rows) = expectation.other { try checkRows(rows, of: experiment, "\(place).than") }
      guard !expectation.outcome(experiment.variations, { _ in 0 }).comparisons.isEmpty else {
        throw places.error(
          .wrongValue, at: place, found: "no two rows that differ in nothing else",
          needed: "rows that agree in the settings that are not named")
      }
    }
  }

  private func checkRows(_ rows: [KnobSetting], of experiment: Experiment, _ path: String) throws(LessonError) {
    let names = experiment.settingNames
    for setting in rows {
      guard names.contains(setting.knob) else {
        throw places.error(
          .unknownName, at: "\(path).\(setting.knob)", found: quoted(setting.knob), needed: choice(of: names),
          suggestion: suggestion(for: setting.knob, among: names))
      }
      let values = experiment.variations.compactMap { $0[setting.knob] }
      guard values.contains(setting.value) else {
        throw places.error(
          .wrongValue, at: "\(path).\(setting.knob)", found: quoted(setting.value), needed: choice(of: unique(values)))
      }
    }
  }

  private func checkPlot(of experiment: Experiment, _ path: String) throws(LessonError) {
    for (key, name, known) in [
      ("figure", experiment.plot.figure, experiment.measures.map(\.id)),
      ("along", experiment.plot.along, experiment.settingNames),
    ] where !known.contains(name) {
      throw places.error(
        .unknownName, at: "\(path).plot.\(key)", found: quoted(name), needed: choice(of: known),
        suggestion: suggestion(for: name, among: known))
    }
  }

  private func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func suggestion(for name: String, among names: [String]) -> String? {
    Lessons.suggestion(for: name, among: names)
  }

  /// Sets up every training of every experiment, without training.
  func checkExperimentRuns(files: [String: [UInt8]]) throws(LessonError) {
    for (index, experiment) in experiments.enumerated() {
      do throws(ExperimentError) {
        try ExperimentRun(experiment, of: plan, files: files).check()
      } catch {
        throw places.error(
          .cannotTrain, at: "experiments[\(index + 1)]", found: error.description, needed: "trainings that can run")
      }
    }
  }
}
