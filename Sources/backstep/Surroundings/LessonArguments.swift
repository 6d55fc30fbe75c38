import ArgumentParser
import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage

/// Which lesson, and what is changed about it: what most subcommands begin with.
struct LessonArguments: ParsableArguments {
  @Argument(help: ArgumentHelp("A lesson's id, or its folder.", valueName: "lesson"))
  var lesson: String

  @OptionGroup var knobs: KnobArguments

  func load() throws(Failure) -> LoadedLesson {
    let library = LessonLibrary()
    return try knobs.load(library.lesson(lesson), in: library)
  }
}

/// Knobs turned before a lesson begins, and own data in place of the lesson's.
struct KnobArguments: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Turns a knob; several may be given. backstep lessons LESSON lists them.", valueName: "knob=value"))
  var settings: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Decides the first weights and the order of the samples.", valueName: "number"))
  var seed: String?

  @Option(
    help: ArgumentHelp(
      "Data of your own in place of the lesson's: a CSV or TSV table, IDX images with their labels beside them, a folder with the four files of MNIST, a photograph as PNG or PGM, or lists of words, a .txt file for each class, as a folder or with commas between them, or one .txt file, a text whose next letter or word is to be told; each may be a .gz.",
      valueName: "file"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "The column of --data to predict, by name or number; when not given the last, of a series the column close if there is one.",
      valueName: "column"))
  var label: String?

  @Option(help: ArgumentHelp("Plants a classic mistake; a wrong name lists them.", valueName: "name"))
  var bug: String?

  /// A lesson's plan with the knobs as they were set, ready to run.
  func load(_ stored: StoredLesson, in library: LessonLibrary) throws(Failure) -> LoadedLesson {
    let plan = try changed(stored.lesson.plan)
    let files = try attempt(Failure.init) { () throws(StorageError) in
      try stored.files(for: plan, sampleData: library.folders.sampleData)
    }
    let setup = try attempt({ failure($0, plan, stored.lesson, in: library) }) { () throws(PlanError) in
      try plan.setup(files: files)
    }
    try attempt({ Failure(.usage, "--bug: \($0.description).") }) { () throws(SetupError) in
      try setup.checkBug(asked: bug)
    }
    return LoadedLesson(stored: stored, plan: plan, setup: setup)
  }

  /// A network that cannot take the data speaks of its layers; who gave the data wants to know which to give.
  private func failure(
    _ error: PlanError, _ plan: LessonPlan, _ lesson: Lesson, in library: LessonLibrary
  ) -> Failure {
    guard case .setup = error else { return Failure(error, lesson: lesson.id) }
    guard let data, let misfit = plan.misfit(ofDataIn: lesson.plan), let kind = plan.ownFile?.holds else {
      if settings.isEmpty { return Failure(error, lesson: lesson.id) }
      // The lesson by itself runs: what was turned does not go together.
      let turned = settings.map { "--set \(Sentence.shown($0))" }.joined(separator: " ")
      return Failure(.usage, "\(lesson.id) with \(turned): \(Sentence.ended(error.description))")
    }
    let others = ((try? library.scan())?.lessons ?? []).map(\.lesson).filter { $0.plan.takenKinds.contains(kind) }
    let advice = others.isEmpty ? "" : " Lessons that take it: \(others.map(\.id).joined(separator: ", "))."
    return Failure(
      .badData,
      "\(lesson.id): --data: found \(Sentence.shown(data)), \(misfit.found), needed \(misfit.needed).\(advice)")
  }

  private func changed(_ plan: LessonPlan) throws(Failure) -> LessonPlan {
    var plan = plan
    if let bug { plan.configuration.plantedBug = bug }
    if let data {
      guard !data.isEmpty else { throw Failure(.usage, "--data: found nothing, needed the name of a file.") }
      // The name says what it is: a folder's ends in a slash, and one of word lists stands for them.
      let isFolder = FileBytes.isFolder(data)
      let lists = isFolder ? DatasetFolder.wordLists(in: data) : []
      if let only = lists.first, lists.count == 1 {
        throw Failure(
          .usage, "--data: found one list of words, \(Sentence.shown(only)), needed at least two, one for each class.")
      }
      let name = isFolder && !data.hasSuffix("/") ? "\(data)/" : data
      plan.useOwnFile(
        lists.isEmpty ? name : lists.joined(separator: ","), settings: TableSettings(label: column))
      if label != nil, plan.ownFile?.kind != .table {
        throw Failure(
          .usage,
          "--label: found pictures, words or a text in --data, needed a table: a name that ends in .csv or .tsv.")
      }
    } else if label != nil {
      throw Failure(.usage, "--label: found no --data, needed --data FILE with the column.")
    }
    for setting in settings + (seed.map { ["seed=\($0)"] } ?? []) {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw Failure(
          .usage, "--set: found \"\(Sentence.shown(setting))\", needed knob=value, such as learning-rate=0.03.")
      }
      let name = String(parts[0]).replacing("_", with: "-")
      let before = plan
      plan = try attempt({ Failure($0, option: name == "seed" && seed != nil ? "--seed" : "--set") }) {
        () throws(SettingError) in try KnobCatalog.setting(name, to: String(parts[1]), in: before)
      }
    }
    return plan
  }

  private var column: ColumnReference {
    guard let label else { return .last }
    return Int(label).map(ColumnReference.numbered) ?? .named(label)
  }
}

/// A lesson with its data read and its network made.
struct LoadedLesson {
  let stored: StoredLesson
  let plan: LessonPlan
  var setup: TrainingSetup

  var lesson: Lesson { stored.lesson }

  func timeline(keyframeBudget: Int = Timeline.defaultKeyframeBudget) throws(Failure) -> Timeline {
    try attempt({ Failure($0, lesson: lesson.id) }) { () throws(SetupError) in
      try Timeline(setup, keyframeBudget: keyframeBudget)
    }
  }
}
