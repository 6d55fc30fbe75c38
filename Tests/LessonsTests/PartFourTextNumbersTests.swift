import Autodiff
import Datasets
import Lessons
import Stepping
import Storage
import TensorMath
import Testing

/// What the lessons on texts, `pronounce`, `sentiment`, `topics` and `names`, say in numbers.
struct PartFourTextNumbersTests {
  private func run(_ id: String) throws -> LessonRun {
    let run = try LessonRun(id)
    run.go(toEndOf: 0)
    return run
  }

  /// The learned numbers of a layer.
  private func parameters(_ run: LessonRun, of layer: String) -> Int {
    let program = run.timeline.program
    return program.parameters.map { program[$0.slot] }.filter { $0.name.hasPrefix("\(layer).") }
      .reduce(0) { $0 + $1.shape.count }
  }

  @Test func aWordToBePronounced() throws {
    let run = try run("pronounce")
    #expect(run.values("features")[8 * 18..<9 * 18] == [3, 21, 20, 20, 9, 14, 7, 0, 1, 22, 5, 33, 19, 26, 0, 0, 0, 0])
    run.expectSaid(try run.value("encoder.weights", 8 * 4 * 64 + 4), decimals: 3)
    run.expectSaid(try run.value("encoder.residual2", 8 * 8 * 48), decimals: 3)
    run.expectSaid(try run.value("decoder.weights", 8 * 4 * 100 + 2 * 10 + 1), decimals: 3)
    run.expectSaid(try run.value("decoder.cross_weights", 8 * 4 * 80), decimals: 3)
    run.expectSaid(try run.value("probabilities", 8 * 10 * 42 + 22), decimals: 4)
    run.expectSaid(try run.value("loss"), decimals: 3)
    run.expectSaid(try run.value("encoder.residual2.gradient", 8 * 8 * 48), decimals: 6)
    for (layer, count) in [
      ("letters", "1 680"), ("encoder", "18 912"), ("sounds", "2 496"), ("decoder", "28 368"), ("output", "2 058"),
    ] {
      #expect("\(parameters(run, of: layer))" == count.filter { $0 != " " })
      run.expectSaid(count)
    }
    #expect(run.values("targets").count { $0 >= 0 } == 404)
  }

  @Test func aSentenceAndItsMirror() throws {
    let run = try run("sentiment")
    let features = run.values("features")
    #expect(features[19 * 12..<20 * 12].sorted() == features[21 * 12..<22 * 12].sorted(), "the same words")
    run.expectSaid(try run.value("tokens.output", (19 * 12 + 4) * 16), decimals: 4)
    run.expectSaid(try run.value("block.weights", 19 * 2 * 144 + 5), decimals: 3)
    run.expectSaid(try run.value("pool.output", 19 * 16), decimals: 4)
    run.expectSaid(try run.value("pool.output", 21 * 16), decimals: 4)
    run.expectSaid(try run.value("probabilities", 19), decimals: 4)
    run.expectSaid(try run.value("probabilities", 21), decimals: 4)
    run.expectSaid(try run.value("tokens.table.gradient", 6 * 16), decimals: 5)
    run.expectSaid(try run.value("block.residual2.gradient", (12 + 4) * 16), decimals: 6)
    #expect(features.count { $0 == 6 } == 13)
    #expect(parameters(run, of: "tokens") == 1616 && parameters(run, of: "block") == 2208)
    for (longest, decimals) in [(1, 1), (2, 1), (3, 1)] {
      run.expectPercent(try #require(run.timeline.setup.data.naiveBayesAccuracy(longest: longest)), decimals: decimals)
    }
  }

  @Test func aDefinition() throws {
    let run = try run("topics")
    #expect(run.values("features")[5 * 16..<5 * 16 + 9] == [434, 417, 2, 2313, 2138, 5, 131, 3950, 1380])
    run.expectSaid(try run.value("tokens.output", 5 * 16 * 64 + 3), decimals: 4)
    run.expectSaid(try run.value("blanks.output", 5 * 16 * 64 + 3), decimals: 3)
    run.expectSaid(try run.value("attention.weights", 5 * 256 + 1), decimals: 3)
    run.expectSaid(try run.value("pool.output", 5 * 64 + 3), decimals: 3)
    run.expectSaid(try run.value("probabilities", 5 * 6 + 4), decimals: 4)
    run.expectSaid(try run.value("loss"), decimals: 3)
    run.expectSaid(try run.value("tokens.table.gradient", 434 * 64 + 3), decimals: 5)
    #expect(parameters(run, of: "tokens") == 320_000 && parameters(run, of: "attention") == 16_576)
    run.expectPercent(try #require(run.timeline.setup.data.naiveBayesAccuracy()))
  }

  @Test func aName() throws {
    let run = try run("names")
    #expect(run.values("features").prefix(6) == [1, 21, 3, 16, 9, 0])
    run.expectSaid(try run.value("block1.weights", 2 * 12), decimals: 3)
    run.expectSaid(try run.value("block1.weights", 2 * 12 + 1), decimals: 3)
    run.expectSaid(try run.value("probabilities", 29 + 3), decimals: 4)
    run.expectSaid(try run.value("probabilities", 4 * 29 + 2), decimals: 4)
    run.expectSaid(try run.value("loss"), decimals: 3)
    run.expectSaid(try run.value("output.output.gradient", 29 + 3), decimals: 5)
    run.expectSaid(try run.value("letters.table.gradient", 3 * 32), decimals: 4)
    #expect(run.values("targets").count { $0 >= 0 } == 452)
    #expect(parameters(run, of: "block1") == 12_672 && parameters(run, of: "letters") == 1312)
  }

  /// "Break it" of `names`.
  @Test func namesWithTooHighARate() throws {
    let run = try LessonRun("names", [("learning-rate", "1")])
    #expect(try run.stored.lesson.brokenPlan() == run.plan)
    let epoch = run.timeline.machine.batchesPerEpoch
    run.timeline.run(iterations: epoch)
    #expect(try #require(run.score().test).loss > 25)
    run.timeline.run(iterations: 15 * epoch)
    #expect((2.45..<2.55).contains(try #require(run.score().test).loss))
  }
}
