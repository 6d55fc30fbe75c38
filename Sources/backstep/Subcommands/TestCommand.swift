import ArgumentParser
import Datasets
import Export
import Lessons
import Stepping

/// Trains a classifier or a forecaster and says what it gets wrong.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract:
      "Trains a lesson, then prints what it gets wrong: confusion matrix and worst mistakes, or errors of forecasts.",
    discussion: """
      Where sequences are written, so many whole ones are right; a language model's loss stands beside that of counted n-grams.
      A series' forecasts are measured in its own unit, beside "tomorrow = today" on the same moments.
      Of a classifier, rows of the confusion matrix are true classes, columns predicted ones; recall is the share of a true class that \
      was found. Mistakes are those with the highest loss; their numbers count the samples of the part from 0.
      """)

  @OptionGroup var lesson: LessonArguments
  @OptionGroup var length: TrainingLength

  @Option(help: ArgumentHelp("How many of the worst mistakes to list.", valueName: "number")) var worst = 10

  @Option(help: "Which part of the data: test or train.") var part: Part = .test

  @Option(
    help: ArgumentHelp(
      "Also reads this word and says what it is taken for after each letter, where samples are words; several may be given.",
      valueName: "word"))
  var word: [String] = []

  @Option(
    help: ArgumentHelp(
      "Also reads this text and says its class, goes on with it or writes what it becomes; several may be given.",
      valueName: "text"))
  var text: [String] = []

  @Option(
    help: ArgumentHelp(
      "How tokens are chosen where --text is gone on with: greedy, \"beam 4\" or \"sample t=0.8 k=5 p=0.9 seed=3\".",
      valueName: "rule"))
  var choice = "greedy"

  @Option(help: "text or json.") var format: TextOrJSON = .text
  @OptionGroup var language: LanguageArguments

  enum Part: String, ExpressibleByArgument, CaseIterable { case test, train }

  func validate() throws {
    guard worst >= 0 else { throw ValidationError("--worst: found \(worst), needed a whole number from 0 up.") }
  }

  func run() throws {
    let loaded = try lesson.load()
    let (data, name) = (loaded.setup.data, loaded.lesson.id)
    guard !data.train.classNames.isEmpty || data.forecast != nil else {
      throw Failure(
        .usage, "\(name): found a number to predict, needed classes or a series; backstep train prints its metrics.")
    }
    let part: DataPart = part == .test ? .test : .train
    guard part == .train || data.test.count > 0 else {
      throw Failure(.usage, "--part: found no test samples, needed train, or a train-share below 1.")
    }
    let words = try words(data)
    let requests = try requests(data)
    let timeline = try loaded.timeline()
    train(timeline, iterations: length.iterationCount(loaded, timeline))
    let readings = words.compactMap { word in
      timeline.reading(WordRequest(places: word.places)).map {
        WordReport(word.text, letters: word.letters, $0, classNames: data.train.classNames)
      }
    }
    if let texts = texts(data), !requests.isEmpty || data.train.task.asksAtEveryPosition {
      return try print(texts, requests, timeline, name)
    }
    let classifier = timeline.classificationTest(part).map {
      TestReport($0, of: timeline, lesson: name, worst: worst, readings: readings)
    }
    let forecaster = timeline.forecastTest(part).flatMap { ForecastReport($0, of: timeline, lesson: name) }
    guard let lines = classifier?.lines(language.chosen) ?? forecaster?.lines(language.chosen),
      let json = classifier?.json ?? forecaster?.json
    else { throw Failure(.defect, "\(name): a network that was trained could not be tested.") }
    switch format {
    case .json: try StandardOutput.line(JSONText.text(json, .indented))
    case .text: for line in lines { try StandardOutput.line(line) }
    }
  }

  private func texts(_ data: PreparedData) -> TokenizedTexts? {
    if case .texts(let texts) = data.raw { texts } else { nil }
  }

  /// The texts that were typed, before anything is trained for them.
  private func requests(_ data: PreparedData) throws(Failure) -> [TextRequest] {
    guard !text.isEmpty else { return [] }
    guard let texts = texts(data) else {
      throw Failure(.usage, "--text: found samples that are no texts, needed a lesson whose samples are.")
    }
    let decoding = try attempt({ Failure(.usage, "--choice: found \"\($0.found)\", needed \($0.needed).") }) {
      () throws(Decoding.TextError) in try Decoding(text: choice)
    }
    let source = texts.tokens.source
    let most = texts.question == .nextToken ? source.length - 1 : source.length
    var requests: [TextRequest] = []
    for text in text {
      let tokens = try attempt({ Failure(.usage, "--text: \($0.description).") }) { () throws(TokenError) in
        try source.vocabulary.tokens(of: text, most: most)
      }
      requests.append(TextRequest(tokens: tokens, decoding: decoding))
    }
    return requests
  }

  private func print(
    _ texts: TokenizedTexts, _ requests: [TextRequest], _ timeline: Timeline, _ name: String
  ) throws {
    let writer = WritingReport(of: timeline, lesson: name, mistakes: worst)
    let readings = zip(text, requests).compactMap { text, request in
      timeline.reading(request).map { TextReport(Sentence.shown(text), texts, $0) }
    }
    switch format {
    case .json:
      let all = (writer.map { [$0.json] } ?? []) + readings.map(\.json)
      try StandardOutput.line(JSONText.text(all.count == 1 ? all[0] : .array(all), .indented))
    case .text:
      for line in (writer?.lines(language.chosen) ?? []) + readings.flatMap({ $0.lines(language.chosen) }) {
        try StandardOutput.line(line)
      }
    }
  }

  private struct TypedWord {
    let text: String
    let places: [Int]
    let letters: [Character]
  }

  /// The words that were typed, before anything is trained for them.
  private func words(_ data: PreparedData) throws(Failure) -> [TypedWord] {
    guard !word.isEmpty else { return [] }
    guard case .words(let known) = data.raw else {
      throw Failure(.usage, "--word: found samples that are no words, needed a lesson whose samples are.")
    }
    var typed: [TypedWord] = []
    for word in word {
      let places = try attempt({ Failure(.usage, "--word: \($0.description).") }) { () throws(WordError) in
        try known.alphabet.places(of: word)
      }
      typed.append(
        TypedWord(text: Sentence.shown(word), places: places, letters: places.map { known.alphabet.letters[$0] }))
    }
    return typed
  }

  private func train(_ timeline: Timeline, iterations: Int) {
    var bar = ProgressBar("training")
    while timeline.completedIterations < iterations, !timeline.observations.contains(where: \.stopsRun) {
      timeline.run(iterations: min(iterations - timeline.completedIterations, 200))
      bar.show(
        Double(timeline.completedIterations) / Double(max(iterations, 1)), "iteration \(timeline.completedIterations)")
    }
    bar.clear()
  }
}
