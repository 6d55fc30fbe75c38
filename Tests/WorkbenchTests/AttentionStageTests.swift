import Autodiff
import Datasets
import Screen
import ScreenTestSupport
import Stepping
import TensorMath
import Testing
import Workbench
import WorkbenchTestSupport

/// Attention and what belongs to it on the screen, forwards and backwards.
@Suite struct AttentionStageTests {
  private func learner(
    _ lesson: String, _ columns: Int = 120, _ rows: Int = 36, _ mode: VisualMode = .full,
    _ language: Language = .english
  ) throws -> Learner {
    try Learner(
      lesson: lesson, size: Size(width: columns, height: rows), capabilities: mode.capabilities, language: language)
  }

  /// To where a value has just been computed.
  private func go(_ learner: Learner, to name: String) throws {
    let program = try #require(learner.snapshot?.program)
    let slot = try #require(program.slot(named: name), "\(name)")
    let writer = try #require(slot.writtenBy)
    let now = learner.moment?.position ?? 0
    for _ in now..<max(writer + 1, now) { try learner.press("n") }
  }

  /// The stage's lines, without its borders.
  private func stage(_ learner: Learner) -> [String] {
    let frame = learner.frame
    let lines = learner.lines
    let title = Array("2 stage")
    for y in lines.indices {
      for x in 1..<max(frame.size.width - title.count, 1)
      where title.indices.allSatisfy({ frame[x + $0, y].character == title[$0] }) {
        let bottom =
          lines.indices.dropFirst(y + 1).first {
            "╚└#+".contains(frame[x - 1, $0].character) && "═─=-".contains(frame[x, $0].character)
          } ?? y + 1
        return Array(lines[y + 1..<bottom])
      }
    }
    return []
  }

  private func line(_ learner: Learner, _ start: String) -> String? { stage(learner).first { $0.contains(start) } }

  // MARK: What is drawn comes from the run

  @Test func theRowOfPicturesSaysWhatIsDoneAtHandAndToCome() throws {
    let learner = try learner("small-attention")
    try go(learner, to: "block.scaled")
    #expect(line(learner, "✓Q ✓K ✓V ✓scores ▶scaled ·mask ·softmax ·A·V ·output") != nil)
    try learner.press("n n")
    #expect(line(learner, "✓Q ✓K ✓V ✓scores ✓scaled ✓mask ▶softmax ·A·V ·output") != nil)
    try learner.press("N N N")
    #expect(line(learner, "✓Q ✓K ✓V ▶scores ·scaled ·mask ·softmax ·A·V ·output") != nil)
    // Backwards in the order of the backward pass.
    try learner.press("o o")
    try go(learner, to: "block.masked.gradient")
    #expect(line(learner, "✓∂A·V ✓∂V ✓∂softmax ▶∂mask ·∂scaled ·∂scores ·∂Q ·∂K") != nil)
  }

  /// The numbers of the query's row are those of the snapshot, and change with the token that asks.
  @Test func theQuerysRowIsThatOfTheRun() throws {
    let learner = try learner("small-transcription")
    func numbers() throws -> [String] {
      let snapshot = try #require(learner.snapshot)
      let slot = try #require(snapshot.program.slot(named: "encoder.scores"))
      let values = try #require(snapshot.values(of: slot.id))
      return (0..<3).map { NumberFormat(significantDigits: 2).text(values[16 + $0], width: 5) }
    }
    func expectShown(_ numbers: [String], _ token: String) throws {
      let row = try #require(stage(learner).last { $0.contains("▶scores  ") })
      for number in numbers { #expect(row.contains(number.trimmingPrefix(" ")), "\(row)") }
      #expect(line(learner, "query 2:\(token) ▸") != nil)
    }
    try learner.press("n Right Right")
    let features = try #require(learner.snapshot.flatMap { $0.values(of: $0.program.inputs[0]) })
    let tokens = try #require(learner.state.session?.setup.data.train.tokens)
    try go(learner, to: "encoder.scores")
    let before = try numbers()
    try expectShown(before, tokens.text(of: features[2], at: 2))
    // Another letter in its place.
    let other = features[2] == 20 ? 19 : 20
    for _ in 1..<(learner.moment?.position ?? 1) { try learner.press("N") }
    for _ in 0..<8 { try learner.press("Left") }
    for _ in 0..<2 { try learner.press("Right") }
    #expect(learner.questionName == "features[0, 2]")
    try learner.press("e C-u")
    learner.type("\(other)")
    try learner.press("Enter")
    try go(learner, to: "encoder.scores")
    let after = try numbers()
    #expect(after != before)
    try expectShown(after, tokens.text(of: Float(other), at: 2))
  }

  @Test func whatIsNotComputedYetIsADotAndNeverZero() throws {
    let learner = try learner("small-attention")
    try go(learner, to: "block.masked")
    let softmax = try #require(line(learner, "softmax  "))
    #expect(softmax.contains("·     ·     ·") && !softmax.contains("0"))
    #expect(stage(learner).contains { $0.contains("·········░░░") || $0.contains("············") })
    try learner.press("n")
    let now = try #require(line(learner, "▶softmax  "))
    #expect(now.contains("0."))
  }

  /// Masked cells have a sign of their own, without color too, and only where a mask has been.
  @Test(arguments: [VisualMode.full, .sixteen, .mono, .ascii]) func maskedCellsHaveASign(mode: VisualMode) throws {
    let learner = try learner("small-names", 120, 36, mode)
    try learner.press("v v v")
    let sign: Character = mode == .ascii ? ":" : "░"
    func masked() -> Int { stage(learner).dropFirst(2).joined().filter { $0 == sign }.count }
    try go(learner, to: "block.scores")
    let before = masked()
    try go(learner, to: "block.masked")
    #expect(masked() > before + 10)
    try go(learner, to: "block.weights")
    #expect(masked() > before + 10)
  }

  /// With a causal mask the first letter sees itself alone: the cell above the diagonal is masked, its number is −10⁹.
  @Test func theCursorStandsOnAMaskedCell() throws {
    let learner = try learner("small-names")
    try go(learner, to: "block.masked")
    try learner.press("Right")
    #expect(learner.questionName == "block.masked[0, 0, 0, 1]")
    #expect(learner.text.contains("−10⁹"))
    learner.expectInvariants()
  }

  // MARK: One query followed

  @Test func oneQueryAndKeyAreFollowedFromTensorToTensor() throws {
    let learner = try learner("small-transcription")
    try go(learner, to: "encoder.scores")
    try learner.press("Down Down Right Right Right PageDown")
    #expect(learner.questionName == "encoder.scores[0, 1, 2, 3]")
    let names = [
      "encoder.scaled[0, 1, 2, 3]", "encoder.masked[0, 1, 2, 3]", "encoder.weights[0, 1, 2, 3]",
      "encoder.mixed[0, 2, 4]",
    ]
    for name in names {
      try learner.press("n")
      #expect(learner.questionName == name)
    }
    #expect(line(learner, "head 1 of 0–1 · query 2:") != nil)
    try go(learner, to: "decoder.cross_weights")
    #expect(learner.questionName == "decoder.cross_weights[0, 1, 2, 3]")
    // Back through the same cells.
    try learner.press("o o")
    try go(learner, to: "encoder.weights.gradient")
    try learner.press("n")
    #expect(learner.questionName == "encoder.masked.gradient[0, 1, 2, 3]")
    try go(learner, to: "encoder.query.gradient")
    #expect(learner.questionName?.hasPrefix("encoder.query.gradient[0, 2, ") == true)
  }

  @Test func arrowsLeadOverTheEdgeIntoTheNextPicture() throws {
    let learner = try learner("small-transcription")
    try go(learner, to: "encoder.scores")
    try learner.press("Down Left")
    // From the first key back into the values, at the key's row.
    #expect(learner.questionName == "encoder.value[0, 0, 3]")
    try learner.press("Right")
    #expect(learner.questionName == "encoder.scores[0, 0, 1, 0]")
    for _ in 0..<7 { try learner.press("Right") }
    #expect(learner.questionName == "encoder.scores[0, 0, 1, 7]")
    // What is to come can be pointed at, and is not there.
    try learner.press("Right")
    #expect(learner.questionName == "encoder.scaled[0, 0, 1, 0]")
    #expect(learner.text.contains("not computed yet"))
    try learner.press("S-Right")
    #expect(learner.questionName == "encoder.scaled[1, 0, 1, 0]")
    #expect(line(learner, "sample 1 of 0–7") != nil)
    // Up and down stay in the sample.
    try learner.press("Up Up Up Up")
    #expect(learner.questionName == "encoder.scaled[1, 0, 0, 0]")
    learner.expectInvariants()
  }

  /// The rows are the target's sounds, the columns the source's letters.
  @Test func crossAttentionIsAnAlignment() throws {
    let learner = try learner("small-transcription")
    try go(learner, to: "decoder.cross_scores")
    let snapshot = try #require(learner.snapshot)
    let tokens = try #require(learner.state.session?.setup.data.train.tokens)
    let features = try #require(snapshot.values(of: snapshot.program.inputs[0]))
    let letters = (0..<8).map { tokens.text(of: features[$0], at: $0) }
    let sounds = (0..<10).map { tokens.text(of: features[8 + $0], at: 8 + $0) }
    let header = try #require(line(learner, "▾" + letters[0]))
    #expect(header.contains(letters[1]) && header.contains(letters[2]))
    #expect(line(learner, "query 0:\(sounds[0]) ▸ key 0:\(letters[0])") != nil)
    try learner.press("Down Down Right")
    #expect(line(learner, "query 2:\(sounds[2]) ▸ key 1:\(letters[1])") != nil)
  }

  // MARK: Backwards

  /// Aₖ · ([k = j] − Aⱼ) stands on the screen, and with the gradient that arrives it adds up to the score's.
  @Test func theJacobiansRowLeadsFromTheGradientOfTheWeightsToThatOfTheScores() throws {
    let learner = try learner("small-transcription")
    try learner.press("o o o")
    try go(learner, to: "decoder.cross_masked.gradient")
    let snapshot = try #require(learner.snapshot)
    func numbers(_ name: String) throws -> [Float] {
      let slot = try #require(snapshot.program.slot(named: name), "\(name)")
      return Array(try #require(snapshot.values(of: slot.id))[0..<8])
    }
    let (weights, arriving) = (try numbers("decoder.cross_weights"), try numbers("decoder.cross_weights.gradient"))
    let jacobian = weights.indices.map { weights[$0] * (($0 == 0 ? 1 : 0) - weights[0]) }
    let sum = zip(jacobian, arriving).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(sum - (try numbers("decoder.cross_masked.gradient")[0])) <= 1e-6 * max(abs(sum), 1e-3))
    let row = try #require(line(learner, "∂A/∂s("))
    for number in jacobian.prefix(3) {
      #expect(row.contains(NumberFormat(significantDigits: 2).text(number, width: 5).trimmingPrefix(" ")), "\(row)")
    }
  }

  @Test func gradientsOfAResidualConnectionMeet() throws {
    let learner = try learner("small-attention")
    try learner.press("o o o")
    try go(learner, to: "block.residual1.gradient")
    let text = stage(learner).joined(separator: "\n")
    #expect(text.contains("+ straight from block.residual2"))
    #expect(text.contains("+ through normalization 2"))
    #expect(text.contains("= ∂block.residual1"))
    let snapshot = try #require(learner.snapshot)
    let slot = try #require(snapshot.program.slot(named: "block.residual1.gradient"))
    let row = try #require(snapshot.values(of: slot.id)).prefix(8)
    let norm = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(text.contains("‖∂‖ = \(NumberFormat().text(norm))"))
  }

  @Test func normalizationShowsMeanAndDeviationOfTheTokensRow() throws {
    let learner = try learner("small-attention")
    try go(learner, to: "block.norm1_normalized")
    try learner.press("Down Down")
    let snapshot = try #require(learner.snapshot)
    func number(_ name: String) throws -> String {
      let slot = try #require(snapshot.program.slot(named: name))
      return NumberFormat(significantDigits: 2).text(try #require(snapshot.values(of: slot.id))[2])
    }
    let marks = try #require(line(learner, "mean \(try number("block.norm1_mean"))"))
    #expect(marks.contains("deviation \(try number("block.norm1_deviation"))"))
    #expect(stage(learner).contains { $0.contains("│ x  ") || $0.contains("║ x  ") })
  }

  @Test func anEmbeddingsGradientIsAtTheTokensRow() throws {
    let learner = try learner("small-attention")
    try go(learner, to: "words.vectors")
    try learner.press("Down")
    let tokens = try #require(learner.snapshot.flatMap { $0.values(of: $0.program.inputs[0]) })
    try learner.press("o o o")
    try go(learner, to: "words.table.gradient")
    #expect(learner.questionName == "words.table.gradient[\(Int(tokens[1])), 0]")
  }

  // MARK: Keys and the program

  @Test func finishEndsSublayersAndBracketsLeaveThem() throws {
    let learner = try learner("small-attention")
    try go(learner, to: "block.query")
    func scope() -> [String]? { learner.snapshot.flatMap { $0.program.instructions[$0.moment.position - 1].scope } }
    try learner.press("f")
    #expect(learner.questionName?.hasPrefix("block.attention[") == true)
    try learner.press("f f")
    #expect(scope() == ["block", "normalization 2"] && learner.questionName?.hasPrefix("block.norm2[") == true)
    try learner.press("f")
    #expect(learner.questionName?.hasPrefix("block.feed_forward2[") == true)
    try learner.press("F n )")
    #expect(learner.questionName?.hasPrefix("block.feed_forward2[") == true)
    try learner.press(")")
    #expect(learner.questionName?.hasPrefix("block.residual2[") == true)
    try learner.press("( (")
    #expect((learner.moment?.position ?? 99) < 17)
  }

  @Test func theProgramFoldsSublayers() throws {
    let learner = try learner("small-transcription")
    func program() -> [String] { learner.lines.dropFirst().map { String($0.prefix(30)) } }
    try go(learner, to: "decoder.cross_scores")
    let lines = program()
    #expect(lines.contains { $0.contains("  ▾ decoder") } && lines.contains { $0.contains("    ▾ cross-attention") })
    #expect(lines.contains { $0.contains("✓   ▸ self-attention") } && lines.contains { $0.contains("▸ feed-forward") })
    #expect(lines.contains { $0.contains("▶     cross_scores") })
    #expect(!lines.contains { $0.contains("decoder.") || $0.contains("encoder.") })
    // What is folded opens and closes.
    try learner.press("1 Up Up Up Up")
    for _ in 0..<12 where !learner.lines.contains(where: { $0.contains("▾ self-attention") }) {
      try learner.press("Up Right")
    }
    #expect(program().contains { $0.contains("query") && !$0.contains("cross") })
    try learner.press("Left")
    #expect(program().contains { $0.contains("▸ self-attention") })
  }

  // MARK: Pictures

  struct Moment: Sendable, CustomTestStringConvertible {
    let name: String
    let lesson: String
    let value: String
    var keys = ""
    var language = Language.english
    var testDescription: String { name }
  }

  static let moments = [
    Moment(name: "query", lesson: "small-attention", value: "block.query", keys: "Down"),
    Moment(name: "softmax", lesson: "small-attention", value: "block.weights", keys: "Down Down Right"),
    Moment(name: "softmax-colors", lesson: "small-attention", value: "block.weights", keys: "v v v PageDown"),
    Moment(name: "softmax-numbers", lesson: "small-attention", value: "block.weights", keys: "v v"),
    Moment(name: "causal-mask", lesson: "small-names", value: "block.masked", keys: "Down Down Right Right Right"),
    Moment(name: "alignment", lesson: "small-transcription", value: "decoder.cross_mixed", keys: "Down"),
    Moment(name: "normalization", lesson: "small-attention", value: "block.norm2_normalized", keys: "Down Right"),
    Moment(name: "residual", lesson: "small-attention", value: "block.residual1", keys: "Down"),
    Moment(name: "embedding", lesson: "small-names", value: "letters.vectors", keys: "Down"),
    Moment(name: "positions", lesson: "small-attention", value: "words.positions"),
    Moment(name: "logits", lesson: "small-names", value: "output.output"),
    Moment(name: "softmax-gradient", lesson: "small-attention", value: "block.masked.gradient", keys: "Right Right"),
    Moment(name: "score-gradient", lesson: "small-names", value: "block.query.gradient", keys: "Down Down"),
    Moment(name: "weight-gradient", lesson: "small-names", value: "block.query_weight.gradient", keys: "] ] ]"),
    Moment(name: "residual-gradient", lesson: "small-attention", value: "block.residual1.gradient"),
    Moment(name: "table-gradient", lesson: "small-names", value: "letters.table.gradient", keys: "Right"),
  ]

  private func frame(_ moment: Moment, _ columns: Int, _ rows: Int, _ mode: VisualMode = .full) throws -> Frame {
    let learner = try learner(moment.lesson, columns, rows, mode, moment.language)
    if moment.value.hasSuffix(".gradient") { try learner.press("o o o") }
    try go(learner, to: moment.value)
    try learner.press(moment.keys)
    return learner.frame
  }

  @Test(arguments: moments) func pictures(moment: Moment) throws {
    for (columns, rows) in [(60, 20), (80, 24), (120, 36)] {
      expectGolden(try frame(moment, columns, rows), "attention-\(moment.name)-\(columns)x\(rows)")
    }
  }

  @Test(arguments: moments, [VisualMode.sixteen, .mono, .ascii]) func withLess(moment: Moment, mode: VisualMode) throws
  {
    expectGolden(try frame(moment, 120, 36, mode), "attention-\(moment.name)-120x36-\(mode)")
  }

  @Test func inChinese() throws {
    for moment in [Self.moments[1], Self.moments[7], Self.moments[11]] {
      var chinese = moment
      chinese.language = .chinese
      expectGolden(try frame(chinese, 80, 24), "attention-\(moment.name)-80x24-chinese")
    }
  }
}
