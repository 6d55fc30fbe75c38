import Autodiff
import TensorMath
import Testing

@Suite struct BackwardPassTests {
  private let weights: [Float] = [0.5, -1.25, 0.75]

  /// ½ Σ v² of some value, the simplest loss.
  private func finish(_ builder: ProgramBuilder, halfSquare value: ProgramBuilder.Value) throws -> Program {
    var builder = builder
    builder.phase = .loss
    let loss = try builder.apply(L2Penalty(strength: 1), value, named: "loss")
    return try builder.finish(loss: loss)
  }

  private func additions(_ program: Program) -> [Instruction] {
    program.instructions.filter { $0.kind == .addContributions }
  }

  @Test func aValueUsedOnceHasNoAddition() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3])
    let y = try builder.apply(Tanh(), w, named: "y")
    let run = ProgramRun(try finish(builder, halfSquare: y), ["w": weights])
    #expect(additions(run.program).isEmpty)
    #expect(run.gradientError("w") < 1e-5)
  }

  @Test func aValueUsedTwiceByOneNodeGetsBothShares() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3])
    let square = try builder.apply(Multiply(), w, w, named: "square")
    let run = ProgramRun(try finish(builder, halfSquare: square), ["w": weights])
    // ½ Σ w⁴
    #expect(zip(run.values("w.gradient"), weights).allSatisfy { abs($0 - 2 * $1 * $1 * $1) < 1e-5 })
    let addition = try #require(additions(run.program).first)
    #expect(addition.reads.map { run.program[$0].name } == ["w.gradient.1", "w.gradient.2"])
    #expect(addition.writes.map { run.program[$0].name } == ["w.gradient"])
    let terms = try #require(run.expansion("w.gradient", 1)).terms
    #expect(terms.map(\.value) == [Double(run.values("w.gradient.1")[1]), Double(run.values("w.gradient.2")[1])])
    #expect(terms.compactMap { $0.factors[0].operands[0].address?.slot } == addition.reads)
    #expect(run.isExplained)
  }

  @Test func aValueUsedByTwoNodesGetsBothShares() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3])
    let curve = try builder.apply(Tanh(), w, named: "curve")
    let sum = try builder.apply(Add(), curve, w, named: "sum")
    let run = ProgramRun(try finish(builder, halfSquare: sum), ["w": weights])
    #expect(additions(run.program).map { $0.reads.count } == [2])
    #expect(run.gradientError("w") < 1e-5)
    #expect(run.isExplained)
  }

  @Test func aValueUsedThreeTimesGetsAllShares() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3])
    let product = try builder.apply(
      Multiply(), builder.apply(Tanh(), w, named: "a"), builder.apply(Sigmoid(), w, named: "b"), named: "c")
    let sum = try builder.apply(Add(), product, w, named: "d")
    let run = ProgramRun(try finish(builder, halfSquare: sum), ["w": weights])
    let addition = try #require(additions(run.program).first)
    #expect(addition.reads.count == 3 && additions(run.program).count == 1)
    for cell in 0..<3 {
      let shares = (1...3).map { run.values("w.gradient.\($0)")[cell] }
      #expect(abs(shares.reduce(0, +) - run.values("w.gradient")[cell]) < 1e-6)
      #expect(run.expansion("w.gradient", cell)?.terms.count == 3)
    }
    #expect(run.gradientError("w") < 1e-5)
    #expect(run.isExplained)
  }

  /// An inner value, not a parameter: what comes back through it goes on only once it is complete.
  @Test func additionsComeBeforeTheGradientIsUsed() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3])
    let inner = try builder.apply(Tanh(), w, named: "inner")
    let left = try builder.apply(Multiply(), inner, inner, named: "left")
    let right = try builder.apply(Sigmoid(), inner, named: "right")
    let sum = try builder.apply(Add(), left, right, named: "sum")
    let run = ProgramRun(try finish(builder, halfSquare: sum), ["w": weights])
    #expect(additions(run.program).map { $0.reads.count } == [3])
    #expect(run.gradientError("w") < 1e-5)
    #expect(run.isExplained)
  }

  @Test func aRepeatedValueGetsTheSumOverItsRepeats() throws {
    var builder = ProgramBuilder()
    let a = builder.parameter("a", [4, 3])
    let b = builder.parameter("b", [3])
    let product = try builder.apply(Multiply(), a, b, named: "product")
    var random = RandomSource(seed: 4)
    let run = ProgramRun(
      try finish(builder, halfSquare: product), ["a": (0..<12).map { _ in random.uniform(-1, 1) }, "b": weights])
    let sum = try #require(run.program.instructions.first { $0.kind == .sumBroadcast })
    #expect(run.program[sum.reads[0]].shape == [4, 3])
    #expect(run.values("b.gradient").count == 3)
    #expect(run.expansion("b.gradient", 2)?.terms.count == 4)
    #expect(run.gradientError("a") < 1e-5 && run.gradientError("b") < 2e-5)
    #expect(run.isExplained)
  }

  /// Repeated in two places: sums over repeats, then the addition of both.
  @Test func repeatsAndUsersTogether() throws {
    var builder = ProgramBuilder()
    let a = builder.parameter("a", [4, 3])
    let b = builder.parameter("b", [3])
    let sum = try builder.apply(Add(), a, b, named: "sum")
    let product = try builder.apply(Multiply(), sum, b, named: "product")
    var random = RandomSource(seed: 5)
    let run = ProgramRun(
      try finish(builder, halfSquare: product), ["a": (0..<12).map { _ in random.uniform(-1, 1) }, "b": weights])
    #expect(run.program.instructions.filter { $0.kind == .sumBroadcast }.count == 2)
    #expect(additions(run.program).map { $0.reads.count } == [2])
    #expect(run.gradientError("a") < 1e-5 && run.gradientError("b") < 3e-5)
    #expect(run.isExplained)
  }

  @Test func dataHasNoGradient() throws {
    var builder = ProgramBuilder()
    let x = builder.input("x", [2, 3])
    let w = builder.parameter("w", [3, 2])
    let b = builder.parameter("b", [2])
    let y = try builder.apply(Affine(), x, w, b, named: "y")
    let program = try finish(builder, halfSquare: y)
    #expect(program.slot(named: "x.gradient") == nil)
    #expect(program.gradient(of: x.id) == nil)
    let run = ProgramRun(
      program, ["x": [1, 2, 3, -1, 0.5, 2], "w": [0.1, 0.2, -0.3, 0.4, 0.5, -0.6], "b": [0.1, -0.1]])
    #expect(run.gradientError("w") < 1e-4 && run.gradientError("b") < 1e-4)
    #expect(run.isExplained)
  }

  /// The steps of a chain share weights and bias: one instruction each forms their gradients from all three.
  @Test func theGradientOfSharedWeightsIsGathered() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3, 3])
    let b = builder.parameter("b", [3])
    var state = builder.input("x", [2, 3])
    for step in 1...3 {
      let sum = try builder.apply(Affine(), state, w, b, named: "sum\(step)")
      state = try builder.apply(Tanh(), sum, named: "state\(step)")
    }
    var random = RandomSource(seed: 6)
    let run = ProgramRun(
      try finish(builder, halfSquare: state),
      ["x": weights + [0.4, 0.9, -0.7], "w": (0..<9).map { _ in random.uniform(-1, 1) }, "b": weights])
    #expect(additions(run.program).isEmpty)
    let gathers = run.program.instructions.filter { if case .gather = $0.kind { true } else { false } }
    #expect(gathers.map { $0.writes.map { run.program[$0].name } } == [["w.gradient"], ["b.gradient"]])
    #expect(run.expansion("w.gradient", 4)?.terms.count == 6 && run.expansion("b.gradient", 1)?.terms.count == 6)
    #expect(run.gradientError("w") < 1e-5 && run.gradientError("b") < 1e-5)
    #expect(run.isExplained)
  }

  /// Where the rows of two uses cannot lie one behind the other, their products are added.
  @Test func weightsSharedByInputsOfDifferentPlacesAreGathered() throws {
    var builder = ProgramBuilder()
    let (w, b) = (builder.parameter("w", [3, 2]), builder.parameter("b", [2]))
    let x = builder.input("x", [2, 3])
    let first = try builder.apply(Affine(), x, w, b, named: "first")
    let second = try builder.apply(Affine(), x, w, b, named: "second")
    let product = try builder.apply(Multiply(), first, second, named: "product")
    let run = ProgramRun(
      try finish(builder, halfSquare: product),
      ["x": weights + [0.4, 0.9, -0.7], "w": weights + [0.2, -0.6, 0.3], "b": [0.1, -0.2]])
    #expect(run.gradientError("w") < 1e-4 && run.gradientError("b") < 1e-4)
    #expect(run.isExplained)
  }

  /// The loss's own derivative, 1, is the first thing of the backward pass.
  @Test func backpropagationBeginsWithOne() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("w", [3])
    let run = ProgramRun(try finish(builder, halfSquare: w), ["w": weights])
    let first = try #require(run.program.instructions.first { $0.phase == .backward })
    #expect(first.kind == .seed && first.label == "∂loss")
    #expect(run.values("loss.gradient") == [1])
    #expect(run.expansion("loss.gradient", 0)?.sum == 1)
    #expect(run.values("w.gradient") == weights)
  }

  @Test func aParameterWithoutWayToTheLossIsNamed() throws {
    var builder = ProgramBuilder()
    let w = builder.parameter("used", [3])
    let lonely = builder.parameter("lonely.weight", [3])
    _ = try builder.apply(Tanh(), lonely, named: "ignored")
    let loss = try builder.apply(L2Penalty(strength: 1), w, named: "loss")
    let error = #expect(throws: ProgramError.self) { try builder.finish(loss: loss) }
    #expect(error == .parameterUnreached("lonely.weight"))
    #expect(error?.description == "the loss does not depend on the parameter lonely.weight")
  }

  @Test func aLossOfSeveralNumbersIsRefused() throws {
    var builder = ProgramBuilder()
    let y = try builder.apply(Tanh(), builder.parameter("w", [3]), named: "y")
    let error = #expect(throws: ProgramError.self) { try builder.finish(loss: y) }
    #expect(error?.description == "the loss must be one number, found shape 3")
  }
}
