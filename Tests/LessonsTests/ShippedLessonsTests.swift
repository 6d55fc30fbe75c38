import Autodiff
import Lessons
import Stepping
import Storage
import Testing

/// What holds for every lesson in `lessons/`, whoever wrote it.
struct ShippedLessonsTests {
  @Test func theyAreRead() throws {
    #expect(
      try shippedLessons().map(\.lesson.id) == [
        "neuron", "threshold", "self-recurrent", "layers", "loss", "backprop", "optimizers", "overfitting",
        "filters", "pooling", "digits", "fashion", "shift", "recurrence", "through-time", "gates", "forecast",
        "sunspots", "words", "attention", "heads", "block", "pronounce", "sentiment", "topics", "names", "long-range",
      ])
  }

  @Test func theirFoldersAreCalledAfterThem() throws {
    for stored in try shippedLessons() {
      #expect(stored.folder.hasSuffix("/\(stored.lesson.order)-\(stored.lesson.id)"))
    }
  }

  /// Data, network, every stop, every prediction, and the goal from the stated seed: `backstep check` tries all lessons
  /// like this, in the release build.
  @Test(arguments: ["neuron", "filters", "through-time", "attention"])
  func theyRunAndReachTheirGoals(id: String) throws {
    let stored = try shippedLesson(id)
    let trial = try stored.lesson.tried(with: stored.files(sampleData: folders.sampleData))
    #expect(trial.goalReachedAfter != nil, "\(stored.lesson.id) has a goal")
    #expect(trial.stops.count == stored.lesson.tour.count)
  }

  @Test func theyHaveWhatEveryLessonHas() throws {
    for stored in try shippedLessons() {
      let lesson = stored.lesson
      #expect((5...9).contains(lesson.tour.count), "\(lesson.id) has \(lesson.tour.count) stops")
      #expect(lesson.predictions.count >= 2)
      #expect(lesson.breakIt != nil)
      #expect(lesson.goal != nil, "\(lesson.id) has a goal")
      #expect(lesson.predictions.allSatisfy { $0.hint != nil }, "\(lesson.id): every prediction has a hint")
    }
  }

  @Test func whatIsBrokenStillRuns() throws {
    for stored in try shippedLessons() {
      let plan = try stored.lesson.brokenPlan()
      #expect(plan != stored.lesson.plan)
      _ = try Timeline(plan.setup(files: stored.files(for: plan, sampleData: folders.sampleData)))
    }
  }

  @Test func bothLanguagesHaveTheSameParts() throws {
    for stored in try shippedLessons() {
      let english = Prose(markdown: stored.lesson.text.english)
      let chinese = Prose(markdown: stored.lesson.text.chinese)
      #expect(english.headingCount == chinese.headingCount && english.headingCount > 3, "\(stored.lesson.id)")
      #expect(
        english.blocks.map(kind) == chinese.blocks.map(kind), "\(stored.lesson.id): the same blocks in the same order")
      #expect(stored.lesson.text.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }
  }

  /// The observers have nothing to say of runs that go well for a thousand iterations.
  @Test(arguments: ["neuron", "layers", "backprop"]) func aHealthyRunHasNothingToTellOf(id: String) throws {
    let stored = try #require(try shippedLessons().first { $0.lesson.id == id })
    let files = try stored.files(for: stored.lesson.plan, sampleData: folders.sampleData)
    let timeline = try Timeline(stored.lesson.plan.setup(files: files))
    timeline.run(iterations: 1000)
    #expect(timeline.observations.isEmpty, "\(timeline.observations)")
  }

  private func kind(_ block: ProseBlock) -> String {
    switch block {
    case .heading(let level, _): "heading \(level)"
    case .paragraph: "paragraph"
    case .list(_, let items): "list of \(items.count)"
    case .code: "code"
    case .quote: "quote"
    case .rule: "rule"
    }
  }

  /// Emphasis that Markdown does not recognize, as happens beside Chinese punctuation, leaves stars behind.
  @Test func noMarkupIsLeftOver() throws {
    for stored in try shippedLessons() {
      let lesson = stored.lesson
      var texts = [lesson.text, lesson.breakIt?.text].compactMap { $0 } + lesson.tour.map(\.text)
      for prediction in lesson.predictions { texts += [prediction.prompt, prediction.explanation] }
      for experiment in lesson.experiments {
        texts += [experiment.claim, experiment.question, experiment.explanation]
        texts += Verdict.allCases.flatMap { [experiment.choices[$0], experiment.verdicts[$0]] }
      }
      for text in texts {
        for language in Language.allCases {
          for span in spans(Prose(markdown: text[language]).blocks) where !span.style.contains(.code) {
            #expect(!span.text.contains("**") && !span.text.contains("`"), "\(lesson.id): \(span.text)")
          }
        }
      }
    }
  }

  private func spans(_ blocks: [ProseBlock]) -> [ProseSpan] {
    blocks.flatMap { block -> [ProseSpan] in
      switch block {
      case .heading(_, let spans), .paragraph(let spans): spans
      case .list(_, let items): items.flatMap { spans($0) }
      case .quote(let blocks): spans(blocks)
      case .code, .rule: []
      }
    }
  }
}
