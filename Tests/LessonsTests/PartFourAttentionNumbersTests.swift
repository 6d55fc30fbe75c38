import Autodiff
import Datasets
import Foundation
import Lessons
import NeuralNet
import Stepping
import Storage
import TensorMath
import Testing

/// What the lessons on attention itself, `attention`, `heads`, `block` and `long-range`, say in numbers. Those of the
/// first iteration hold to the digit.
struct PartFourAttentionNumbersTests {
  private func cell(_ run: LessonRun, _ name: String, _ place: Int...) throws -> Float {
    let slot = try #require(run.timeline.program.slot(named: name))
    return try run.value(name, try #require(slot.shape.offset(of: place)))
  }

  private func shape(_ run: LessonRun, _ name: String) throws -> Shape {
    try #require(run.timeline.program.slot(named: name)).shape
  }

  /// The learned numbers of all slots whose names begin so.
  private func parameters(_ run: LessonRun, of prefix: String = "") -> Int {
    let program = run.timeline.program
    return program.parameters.map { program[$0.slot] }.filter { $0.name.hasPrefix(prefix) }
      .reduce(0) { $0 + $1.shape.count }
  }

  private func length(_ values: some Sequence<Float>) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// How long the gradients of all texts' tokens at one position are together.
  private func gradient(_ run: LessonRun, at position: Int) throws -> Double {
    let sizes = try shape(run, "tokens.output").dimensions
    let all = run.values("tokens.output.gradient")
    let starts = (0..<sizes[0]).map { ($0 * sizes[1] + position) * sizes[2] }
    return length(starts.flatMap { all[$0..<$0 + sizes[2]] })
  }

  /// The gradient at the first token as a share of that at the last letter, before training: the median of three seeds.
  private func kept(_ lesson: String, _ reader: String, lag: Int) throws -> Double {
    let shares = try ["1", "2", "3"].map { seed -> Double in
      let run = try LessonRun(lesson, [("reader", reader), ("lag", "\(lag)"), ("seed", seed)])
      run.go(toEndOf: 0)
      return try gradient(run, at: 0) / gradient(run, at: lag)
    }
    return shares.sorted()[1]
  }

  // MARK: attention

  @Test func oneQuestionAndTenAnswers() throws {
    let run = try LessonRun("attention")
    run.expectSaid(try cell(run, "attention.query_weight", 0, 1), decimals: 3)
    run.go(toEndOf: 0)
    run.expectSaid(try cell(run, "attention.query_weight", 0, 1), decimals: 3)
    #expect(run.values("features").prefix(10) == [4, 8, 5, 6, 6, 8, 6, 12, 9, 13])
    run.expectSaid("D d a b b d b h e ?")
    for (index, decimals) in [3, 4, 3, 4].enumerated() {
      run.expectSaid(try cell(run, "tokens.output", 0, 0, index), decimals: decimals)
    }
    for index in 0..<4 {
      let (query, key) = try (
        cell(run, "attention.query", 0, 9, index), cell(run, "attention.key", 0, 0, index)
      )
      run.expectSaid(query, decimals: 3)
      run.expectSaid(key, decimals: 3)
      run.expectSaid(query * key, decimals: 4)
    }
    run.expectSaid(try cell(run, "attention.scores", 0, 0, 9, 0), decimals: 4)
    run.expectSaid(try cell(run, "attention.weights", 0, 0, 9, 0), decimals: 4)
    for token in 0..<10 { run.expectSaid(try cell(run, "attention.weights", 0, 0, 9, token), decimals: 3) }
    run.expectSaid(try cell(run, "attention.mixed", 0, 9, 0), decimals: 4)
    run.expectSaid(try cell(run, "attention.value", 0, 0, 0), decimals: 3)
    #expect(try shape(run, "attention.weights") == [5, 1, 10, 10])
    run.expectSaid(try shape(run, "attention.weights").description)
  }

  @Test func backThroughSoftmax() throws {
    let run = try LessonRun("attention")
    run.go(toEndOf: 0)
    run.expectSaid(try cell(run, "attention.weights.gradient", 0, 0, 9, 0), decimals: 4)
    let mean = try (0..<10).reduce(Float(0)) { sum, token in
      let share = try cell(run, "attention.weights", 0, 0, 9, token)
      return try sum + share * cell(run, "attention.weights.gradient", 0, 0, 9, token)
    }
    run.expectSaid(mean, decimals: 4)
    run.expectSaid(try cell(run, "attention.scaled.gradient", 0, 0, 9, 0), decimals: 5)
    let row = try (0..<10).map { try cell(run, "attention.scaled.gradient", 0, 0, 9, $0) }
    #expect(row[0] < 0 && abs(row.reduce(0, +)) < 1e-7, "a row adds up to 0")
    let products = try (0..<5).flatMap { text in
      try (0..<10).map { token in
        try cell(run, "tokens.output", text, token, 0) * cell(run, "attention.query.gradient", text, token, 1)
      }
    }
    #expect(products.count { $0 != 0 } == 5 && products.count == 50)
    for text in 0..<5 { run.expectSaid(products[text * 10 + 9], decimals: 4) }
    run.expectSaid(try cell(run, "attention.query_weight.gradient", 0, 1), decimals: 3)
    #expect(try cell(run, "attention.query.gradient", 0, 3, 0) == 0)
    #expect(try cell(run, "attention.key.gradient", 0, 3, 0) != 0)
    #expect(try cell(run, "attention.value.gradient", 0, 3, 0) != 0)
    let causal = try LessonRun("attention", [("mask", "causal")])
    causal.go(toEndOf: 0)
    #expect(causal.values("probabilities") == run.values("probabilities"), "the question mark stands last")
  }

  @Test func theQuestionMarkFindsTheSymbol() throws {
    let run = try LessonRun("attention")
    run.timeline.run(iterations: 240)
    #expect(run.timeline.machine.batchesPerEpoch == 80)
    #expect(run.values("features").first == 1, "A here")
    run.expectSaid(try cell(run, "attention.weights", 0, 0, 9, 0), decimals: 3)
    let features = run.values("features")
    var (symbols, letters) = ([Float: Float](), [Float: Float]())
    for text in 0..<5 {
      #expect(try cell(run, "attention.weights", text, 0, 9, 0) > 0.99)
      for token in 0..<9 {
        let (number, score) = try (features[text * 10 + token], cell(run, "attention.scaled", text, 0, 9, token))
        if number <= 4 { symbols[number] = score } else { letters[number] = score }
      }
    }
    #expect(symbols.count == 4 && letters.count == 8, "all that there are")
    for score in [try #require(symbols.values.min()), try #require(symbols.values.max())] {
      run.expectSaid(score, decimals: 1)
    }
    #expect(try #require(letters.values.max()) <= 0.1)
    #expect(try #require(run.score().test).metric == 1)
  }

  @Test func whatAttentionCosts() throws {
    for lag in ["8", "128"] {
      let run = try LessonRun("attention", [("lag", lag)])
      #expect(parameters(run) == 152)
      run.expectSaid("152")
    }
    let broken = try LessonRun("attention", [("initialization", "zero")])
    #expect(try broken.stored.lesson.brokenPlan() == broken.plan)
    broken.go(toEndOf: 0)
    let program = broken.timeline.program
    let moved = program.parameters.map { program[$0.slot].name }
      .filter { name in broken.values("\(name).gradient").contains { $0 != 0 } }
    #expect(moved == ["output.bias"])
  }

  @Test func theWayBackIsShort() throws {
    let run = try LessonRun("attention")
    for (reader, lag, decimals) in [
      ("attention", 8, 2), ("attention", 32, 2), ("attention", 128, 2), ("tanh", 8, 2), ("tanh", 32, 3), ("lstm", 8, 2),
      ("lstm", 32, 2),
    ] {
      run.expectSaid(try kept("attention", reader, lag: lag), decimals: decimals)
    }
    #expect((4.5e-14..<5.5e-14).contains(try kept("attention", "tanh", lag: 128)))
    run.expectSaid("5·10⁻¹⁴")
    #expect((5.5e-8..<6.5e-8).contains(try kept("attention", "lstm", lag: 128)))
    run.expectSaid("6·10⁻⁸")
  }

  // MARK: heads

  @Test func fourHeadsLookBack() throws {
    let run = try LessonRun("heads")
    run.go(toEndOf: 0)
    #expect(run.values("features").prefix(12) == [1, 21, 3, 16, 9, 0, 0, 0, 0, 0, 0, 0], "<sang")
    #expect(run.values("targets").prefix(6) == [21, 3, 16, 9, 2, -1])
    for name in ["letters.vectors", "letters.output"] { run.expectSaid(try cell(run, name, 0, 2, 0), decimals: 3) }
    run.expectSaid(try cell(run, "letters.vectors", 0, 2, 0) - cell(run, "letters.output", 0, 2, 0), decimals: 3)
    for head in 0..<2 { run.expectSaid(try cell(run, "attention.scores", 0, head, 2, 2), decimals: 3) }
    #expect(try cell(run, "attention.masked", 0, 0, 2, 3) == -1e9)
    for token in 0..<3 { run.expectSaid(try cell(run, "attention.weights", 0, 0, 2, token), decimals: 3) }
    for token in 3..<12 { #expect(try cell(run, "attention.weights", 0, 0, 2, token) == 0) }
    for head in 0..<4 { #expect(try cell(run, "attention.weights", 0, head, 0, 0) == 1) }
    run.expectSaid(try cell(run, "attention.mixed", 0, 2, 4), decimals: 4)
    run.expectSaid(try cell(run, "attention.attention", 0, 2, 0), decimals: 4)
    run.expectSaid(try cell(run, "attention.residual1", 0, 2, 0), decimals: 3)
    run.expectSaid(try run.value("loss"), decimals: 2)
    run.expectSaid(log(Double(29)), decimals: 2)
    run.expectSaid(try cell(run, "letters.output.gradient", 0, 2, 0), decimals: 5)
    run.expectSaid(try cell(run, "attention.residual1.gradient", 0, 2, 0), decimals: 5)
    let straight = run.values("attention.residual1.gradient")
    let others = zip(run.values("letters.output.gradient"), straight).map { $0 - $1 }
    #expect(length(straight) > length(others), "most comes straight")
    #expect(try cell(run, "attention.scaled.gradient", 0, 0, 2, 3) == 0)
    #expect(try shape(run, "attention.weights") == [32, 4, 12, 12])
    run.expectSaid(try shape(run, "attention.weights").description)
  }

  @Test func namesAndThoseWhoCount() throws {
    let run = try LessonRun("heads")
    let data = run.timeline.setup.data
    run.expectSaid("\(data.train.count + data.test.count)")
    run.expectSaid("\(run.timeline.machine.batchesPerEpoch)")
    for length in 1...3 {
      run.expectSaid(try #require(NextTokenCounts(data, length: length)?.loss(on: data.test)), decimals: 2)
    }
    #expect(parameters(run, of: "attention.") == 1072)
    run.expectSaid("1 072")
    #expect(parameters(run, of: "letters.positions") == 192)
    run.expectSaid("192")
    let one = try LessonRun("heads", [("heads", "1")])
    #expect(parameters(one) == parameters(run), "heads cost no parameters")
    let waves = try LessonRun("heads", [("positions", "sinusoidal")])
    #expect(parameters(waves) == parameters(run) - 192)
  }

  @Test func theLastBatchOfAnEpoch() throws {
    let run = try LessonRun("heads")
    run.go(toEndOf: 145)
    run.expectSaid(try run.value("loss"), decimals: 3)
    let after = try LessonRun("heads")
    after.timeline.run(iterations: 146)
    run.expectSaid(Float(try after.score().train.loss), decimals: 3)
  }

  /// Who sees the answer copies it.
  @Test func withoutAMask() throws {
    let run = try LessonRun("heads", [("mask", "none")])
    #expect(try run.stored.lesson.brokenPlan() == run.plan)
    run.timeline.run(iterations: 146)
    #expect((0.025..<0.035).contains(try #require(run.score().test).loss))
    run.expectSaid("0.03")
  }

  // MARK: block

  @Test func oneWordThroughABlock() throws {
    let run = try LessonRun("block")
    run.go(toEndOf: 0)
    let features = run.values("features").prefix(12)
    #expect(features.count { $0 > 0 } == 9 && features[10] == 0)
    run.expectSaid(try cell(run, "block.norm1_mean", 0, 4), decimals: 4)
    for decimals in 3...4 { run.expectSaid(try cell(run, "block.norm1_deviation", 0, 4), decimals: decimals) }
    run.expectSaid(try cell(run, "words.output", 0, 4, 0), decimals: 4)
    run.expectSaid(try cell(run, "words.output", 0, 4, 2), decimals: 4)
    for name in ["norm1", "attention", "residual1", "feed_forward2", "residual2"] {
      run.expectSaid(try cell(run, "block.\(name)", 0, 4, 0), decimals: 3)
    }
    run.expectSaid(try cell(run, "block.norm1", 0, 4, 2), decimals: 2)
    run.expectSaid(try cell(run, "block.feed_forward1", 0, 4, 1), decimals: 3)
    #expect(try cell(run, "block.activation", 0, 4, 1) == 0)
    let activations = try (0..<32).map { try cell(run, "block.activation", 0, 4, $0) }
    #expect(activations.count { $0 > 0 } == 17)
    run.expectSaid(try cell(run, "pool.output", 0, 0), decimals: 3)
    let mean = try (0..<9).reduce(Float(0)) { try $0 + cell(run, "block.residual2", 0, $1, 0) / 9 }
    #expect(try abs(mean - cell(run, "pool.output", 0, 0)) < 1e-6)
    #expect(try shape(run, "block.feed_forward1") == [16, 12, 32])
    #expect(try shape(run, "block.residual2") == shape(run, "words.output"))
  }

  @Test func backThroughABlock() throws {
    let run = try LessonRun("block")
    run.go(toEndOf: 0)
    let (around, together) = try (
      cell(run, "block.residual2.gradient", 0, 4, 0), cell(run, "block.residual1.gradient", 0, 4, 0)
    )
    for value in [around, together - around, together] { run.expectSaid(value, decimals: 5) }
    run.expectSaid(try cell(run, "pool.output.gradient", 0, 0), decimals: 5)
    #expect(try abs(cell(run, "pool.output.gradient", 0, 0) / 9 - around) < 1e-8, "a ninth")
    let (path, sum) = try (
      cell(run, "block.residual2.gradient", 0, 4, 1), cell(run, "block.residual1.gradient", 0, 4, 1)
    )
    for value in [path, sum - path] { run.expectSaid(value, decimals: 6) }
    run.expectSaid(sum, decimals: 5)
    for number in 0..<16 { #expect(try cell(run, "words.output.gradient", 0, 10, number) == 0) }
  }

  @Test func theParametersOfABlock() throws {
    let run = try LessonRun("block")
    #expect(parameters(run, of: "words.table") == 1424 && parameters(run, of: "words.positions") == 192)
    #expect(parameters(run, of: "block.norm1") == 32 && parameters(run, of: "block.norm2") == 32)
    #expect(parameters(run, of: "block.feed_forward") == 1072 && parameters(run, of: "block.") == 2208)
    #expect(["query", "key", "value", "output"].reduce(0) { $0 + parameters(run, of: "block.\($1)") } == 1072)
    #expect(parameters(run, of: "output.") == 17)
    for figures in ["1 424 + 192", "1 072", "2 208", "8 512"] { run.expectSaid(figures) }
    let wide = try LessonRun("block", [("width", "32"), ("feed-forward", "64")])
    #expect(parameters(wide, of: "block.") == 8512)
  }

  /// How much the words of a sentence differ from their mean, as a share of their size.
  private func difference(_ run: LessonRun, _ name: String) throws -> Double {
    let sizes = try shape(run, name).dimensions
    let (features, all) = (run.values("features"), run.values(name))
    var (spread, size) = (0.0, 0.0)
    for sentence in 0..<sizes[0] {
      let words = (0..<sizes[1]).map { sentence * sizes[1] + $0 }.filter { features[$0] > 0 }
      for number in 0..<sizes[2] {
        let numbers = words.map { Double(all[$0 * sizes[2] + number]) }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        spread += numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        size += numbers.reduce(0) { $0 + $1 * $1 }
      }
    }
    return (spread / size).squareRoot()
  }

  @Test func whatHasBeenAveragedIsTheSame() throws {
    let broken = try LessonRun("block", [("blocks", "4"), ("residual", "false")])
    #expect(try broken.stored.lesson.brokenPlan() == broken.plan)
    for (hasPath, decimals) in [("true", [2, 2, 2, 2, 2]), ("false", [2, 2, 2, 3, 4])] {
      let runs = try ["1", "2", "3"].map { seed in
        try LessonRun("block", [("blocks", "4"), ("residual", hasPath), ("seed", seed)])
      }
      for run in runs { run.go(toEndOf: 0) }
      let end = hasPath == "true" ? "residual2" : "feed_forward2"
      let places = ["words.output"] + ["block1", "block2", "block3", "block"].map { "\($0).\(end)" }
      for (place, decimals) in zip(places, decimals) {
        let shares = try runs.map { try difference($0, place) }
        runs[0].expectSaid(shares.sorted()[1], decimals: decimals)
      }
    }
  }

  // MARK: long-range

  @Test func aTokenFiftyLettersBack() throws {
    let run = try LessonRun("long-range")
    run.go(toEndOf: 0)
    #expect(run.values("features").first == 4 && run.values("features")[51] == 13, "D and the question mark")
    run.expectSaid(try cell(run, "tokens.positions", 51, 0), decimals: 3)
    #expect(try abs(cell(run, "tokens.positions", 51, 0) - Float(sin(Double(51)))) < 1e-6)
    #expect(run.values("tokens.positions").prefix(4) == [0, 1, 0, 1])
    run.expectSaid(try cell(run, "block.scores", 0, 0, 51, 0), decimals: 2)
    run.expectSaid(try cell(run, "block.weights", 0, 0, 51, 0), decimals: 4)
    run.expectSaid(1 / 52.0, decimals: 4)
    for position in [0, 50] { run.expectSaid(try gradient(run, at: position), decimals: 3) }
    for number in 0..<16 { #expect(try cell(run, "block.query.gradient", 0, 0, number) == 0) }
    #expect(try shape(run, "block.scores") == [10, 1, 52, 52])
    run.expectSaid(try shape(run, "block.scores").description)
    let long = try LessonRun("long-range", [("lag", "200")])
    #expect(try shape(run, "block.scores").count == 10 * 2704)
    #expect(try shape(long, "block.scores").count == 10 * 40_804)
    for figures in ["52 × 52 = 2 704", "40 804"] { run.expectSaid(figures) }
    #expect(run.timeline.machine.batchesPerEpoch * 5 == 120)
    let recurrent = try LessonRun("long-range", [("reader", "tanh")])
    recurrent.go(toEndOf: 0)
    #expect(try gradient(recurrent, at: 0) / gradient(recurrent, at: 50) < 0.001)
  }

  @Test func whatIsLeftOfTheGradient() throws {
    let run = try LessonRun("long-range")
    for (reader, lag, decimals) in [
      ("attention", 10, 2), ("attention", 50, 1), ("attention", 200, 1), ("lstm", 10, 2), ("lstm", 50, 2),
      ("tanh", 10, 2), ("tanh", 50, 4),
    ] {
      run.expectSaid(try kept("long-range", reader, lag: lag), decimals: decimals)
    }
    #expect((2.5e-6..<3.5e-6).contains(try kept("long-range", "lstm", lag: 200)))
    run.expectSaid("3·10⁻⁶")
    #expect((0.5e-14..<1.5e-14).contains(try kept("long-range", "tanh", lag: 200)))
    run.expectSaid("1·10⁻¹⁴")
  }

  /// Numbers, thousands of products and operations of one text on the way forwards.
  private func work(_ run: LessonRun) throws -> (numbers: Int, products: Double, operations: Int) {
    let program = run.timeline.program
    let nodes = program.nodes.filter { $0.phase == .forward }
    let texts = try shape(run, "features").dimensions[0]
    return (
      nodes.flatMap(\.outputs).reduce(0) { $0 + program[$1].shape.count } / texts,
      Double(nodes.reduce(0) { $0 + program.products(of: $1) } / texts) / 1000, nodes.count
    )
  }

  @Test func whatLengthCosts() throws {
    // KiB of values and thousands of products for one text, by lag.
    for (reader, parameterCount, memory, products) in [
      ("attention", 2208, [16, 91, 710], [29, 193, 1719]), ("lstm", 2176, [14, 59, 227], [25, 107, 414]),
      ("gru", 1632, [11, 49, 190], [18, 80, 310]), ("tanh", 544, [5, 20, 76], [6, 27, 103]),
    ] {
      for (index, lag) in [10, 50, 200].enumerated() {
        let run = try LessonRun("long-range", [("reader", reader), ("lag", "\(lag)")])
        let cost = try work(run)
        #expect(parameters(run, of: "block.") == parameterCount, "\(reader), \(lag)")
        #expect(Int((Double(cost.numbers) * 4 / 1024).rounded()) == memory[index], "\(reader), \(lag)")
        #expect(Int(cost.products.rounded()) == products[index], "\(reader), \(lag)")
        if reader == "attention" {
          #expect(cost.operations == 22)
          let share = Double(3 * (lag + 2) * (lag + 2)) / Double(cost.numbers)
          if lag == 50 { #expect((0.32...0.36).contains(share), "a third") }
          if lag == 200 { #expect((0.65...0.69).contains(share), "two thirds") }
        }
        if reader == "lstm", lag == 200 { #expect(cost.operations == 1624) }
      }
    }
    let run = try LessonRun("long-range")
    #expect(parameters(run, of: "block.feed_forward") == 1072)
    for figures in ["2 208", "2 176", "1 632", "544", "1 072", "1 624", "1 719", "91", "710", "227", "22"] {
      run.expectSaid(figures)
    }
    let paper = try LessonRun("long-range", [("feed-forward", "64")])
    #expect((1.45...1.55).contains(Double(parameters(paper, of: "block.")) / 2176), "half as many again")
  }
}
