import Lessons
import NeuralNet
import Stepping
import Testing

/// A network without attention, in the place of one with it.
struct ReaderKnobTests {
  @Test func withoutAReaderTheMeanOfTheWordsIsLeft() throws {
    let model = try LessonRun("sentiment", [("reader", "none")]).timeline.setup.configuration.model
    #expect(model.layers.map(\.name) == ["tokens", "pool", "output"])
    #expect(model.layers[0].settings["positions"] == "none")
    // Going back restores the lesson's own layers.
    let back = try LessonRun("sentiment", [("reader", "none"), ("reader", "attention")])
    #expect(try back.plan == LessonRun("sentiment").plan)
  }

  /// A sentence and its mirror have the same words, so one of the two is wrong.
  @Test(arguments: ["reader", "positions"]) func withoutOrderExactlyHalfOfTheSentencesAreRight(knob: String) throws {
    let run = try LessonRun("sentiment", [(knob, "none")])
    run.timeline.run(iterations: 75)
    #expect(try #require(run.score().test).metric == 0.5)
  }

  @Test func aDecoderCannotDoWithoutWhatItAsks() throws {
    let error = #expect(throws: SettingError.self) { try LessonRun("pronounce", [("reader", "none")]) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("attention, tanh, lstm, gru"))
  }
}
