import Autodiff
import NeuralNet
import Stepping
import TensorMath
import Testing

@Suite struct InterventionTests {
  /// Keyframes of small networks stand 64 iterations apart.
  private let spacing = 64

  /// At, before and after the moment at which a keyframe is taken, the keyframe existing already or not.
  @Test(arguments: [
    (62, true), (63, true), (64, true), (65, true), (62, false), (63, false), (64, false), (0, true), (127, true),
  ])
  func aChangedWeightIsThereAgainAfterReplaying(_ iteration: Int, _ hasBeenPast: Bool) throws {
    let setup = try Setups.xor("adam")
    for fraction in [0.0, 0.5, 1] {
      let timeline = try Timeline(setup)
      if hasBeenPast { timeline.run(iterations: 200) }
      let count = timeline.program.instructions.count
      let moment = Moment(iteration: iteration, position: 1 + Int(fraction * Double(count - 1)))
      timeline.go(to: moment)
      let untouched = Bits(timeline)
      timeline.intervene(.parameter(timeline.cell("hidden1.weight", 3), 0.625))
      #expect(timeline.end == moment)
      #expect(timeline.values("hidden1.weight")[3] == 0.625)
      let changed = Bits(timeline)
      #expect(changed.differences(from: untouched) == ["hidden1.weight"])

      var passed: [(Moment, Bits)] = [(moment, changed)]
      for _ in 0..<2 * count {
        timeline.step(.operation)
        passed.append((timeline.now, Bits(timeline)))
      }
      for later in [iteration + 5, iteration + 70, iteration + 140] {
        timeline.go(to: timeline.end(ofIteration: later))
        passed.append((timeline.now, Bits(timeline)))
      }
      // Backwards through all of them, then by jumps from the start.
      for (moment, bits) in passed.reversed() {
        timeline.go(to: moment)
        #expect(Bits(timeline) == bits, "\(moment): \(Bits(timeline).differences(from: bits))")
      }
      for (moment, bits) in passed {
        timeline.go(to: .start)
        timeline.go(to: moment)
        #expect(Bits(timeline) == bits, "\(moment): \(Bits(timeline).differences(from: bits))")
      }
      // Just before the change nothing is changed.
      timeline.go(to: .start)
      if moment > Moment(iteration: 0, position: 1) {
        let before = timeline.previous(.operation, before: moment)
        timeline.go(to: before)
        #expect(try Bits(timeline) == TravelTests.straight(setup, [], to: before))
      }
    }
  }

  @Test func changesAtTheVeryStartHold() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.run(iterations: 100)
    timeline.go(to: .start)
    timeline.intervene(.parameter(timeline.cell("unit.weight"), 2))
    timeline.intervene(.learningRate(0.5))
    let bits = Bits(timeline)
    timeline.run(iterations: 100)
    let end = Bits(timeline)
    timeline.go(to: .start)
    #expect(Bits(timeline) == bits)
    #expect(timeline.values("unit.weight")[0] == 2 && timeline.machine.learningRate == 0.5)
    timeline.go(to: timeline.end(ofIteration: 99))
    #expect(Bits(timeline) == end)
  }

  @Test func severalChangesAtOneMomentComeInOrder() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.go(to: timeline.end(ofIteration: 3))
    for value in [1, 2, 3] as [Float] { timeline.intervene(.parameter(timeline.cell("unit.weight"), value)) }
    timeline.intervene(.learningRate(0.7))
    timeline.intervene(.parameter(timeline.cell("unit.weight", 1), 4))
    timeline.step(.epoch)
    timeline.go(to: timeline.end(ofIteration: 3))
    #expect(timeline.values("unit.weight").prefix(2) == [3, 4])
    #expect(timeline.machine.learningRate == 0.7)
    // Of three turns of one knob with nothing run between, the last one counts.
    #expect(timeline.interventions.count == 3)
  }

  /// In the past the recorded future stands, changes included, until something is changed there.
  @Test func aChangeInThePastForgetsTheFuture() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.go(to: timeline.end(ofIteration: 10))
    timeline.intervene(.learningRate(0.7))
    timeline.run(iterations: 200)
    let end = Bits(timeline)
    timeline.go(to: timeline.end(ofIteration: 5))
    #expect(timeline.machine.learningRate == 0.1)
    #expect(timeline.interventions.count == 1)
    timeline.run(iterations: 205)
    #expect(timeline.now == timeline.end(ofIteration: 210) && Bits(timeline) == end)

    timeline.go(to: timeline.end(ofIteration: 5))
    timeline.intervene(.learningRate(0.01))
    #expect(timeline.interventions.map(\.change) == [.learningRate(0.01)])
    #expect(timeline.end == timeline.now)
    #expect(timeline.losses.count == 6)
    #expect(timeline.evaluations.points.allSatisfy { $0.completedIterations <= 6 })
    timeline.run(iterations: 205)
    #expect(timeline.machine.learningRate == 0.01)
    #expect(Bits(timeline) != end)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let timeline = try Timeline(Setups.neuron("adam"))
    timeline.go(to: Moment(iteration: 1, position: 4))
    let bits = Bits(timeline)
    let refused: [Intervention.Change] = [
      .parameter(timeline.cell("unit.weight", 99), 1), .parameter(timeline.cell("unit.weight", -1), 1),
      .parameter(timeline.cell("unit.output"), 1), .parameter(timeline.cell("unit.weight.m"), 1),
      .parameter(CellAddress(SlotID(9999), cell: 0), 1),
      // It keeps no second tensor: the update would have nothing to work with.
      .optimizerConstants(OptimizerDescription("sgd")), .optimizerConstants(OptimizerDescription("momentum")),
      .optimizerConstants(OptimizerDescription("adam", constants: ["beta1": 7])),
      .optimizerConstants(OptimizerDescription("nobody")),
    ]
    for change in refused { #expect(!timeline.intervene(change), "\(change)") }
    #expect(timeline.interventions.isEmpty)
    #expect(Bits(timeline) == bits)
    // The same states under another rule will do.
    #expect(timeline.intervene(.optimizerConstants(OptimizerDescription("adamw", constants: ["weight-decay": 0.5]))))
    #expect(timeline.machine.optimizer.name == "adamw")
    timeline.go(to: .start)
    #expect(timeline.machine.optimizer.name == "adam")
  }

  // MARK: Explanations after a change

  /// Whatever is changed and whenever: the terms are those that were computed with.
  @Test(arguments: ["adam", "sgd", "nesterov", "adamw", "rmsprop"])
  func explanationsAreOfWhatHasHappened(_ optimizer: String) throws {
    let setup = try Setups.plane(optimizer, activation: "tanh")
    for position in try 1...TrainingMachine(setup).instructionCount {
      let timeline = try Timeline(setup)
      timeline.go(to: Moment(iteration: 2, position: position))
      #expect(timeline.unexplained == [], "position \(position)")
      timeline.intervene(.learningRate(0.3))
      #expect(timeline.unexplained == [], "position \(position), another learning rate")
      timeline.intervene(.optimizerConstants(OptimizerDescription(optimizer)))
      #expect(timeline.unexplained == [], "position \(position), other constants")
      timeline.intervene(.parameter(timeline.cell("hidden1.weight", 1), 3))
      timeline.intervene(.parameter(timeline.cell("output.weight", 2), -3))
      timeline.intervene(.parameter(timeline.cell("output.weight", 2), 5))
      // A number set by hand after its update is no sum any more; everything else still is.
      let byHand = ["hidden1.weight[0, 1]", "output.weight[2, 0]"].filter {
        position >= timeline.position(of: String($0.prefix { $0 != "[" }))
      }
      #expect(timeline.unexplained == byHand, "position \(position), weights set by hand")
      timeline.go(to: timeline.end(ofIteration: 2))
      #expect(timeline.unexplained == byHand, "from position \(position) to the end")
    }
  }

  /// At an iteration's end the operands of a layer's sums are the weights before the update.
  @Test func operandsAreWhatWasRead() throws {
    let timeline = try Timeline(Setups.xor())
    timeline.go(to: timeline.end(ofIteration: 4))
    let expansion = try #require(timeline.machine.expansion(of: timeline.cell("hidden1.sum", 5)))
    let operand = expansion.terms[0].factors[1].operands[0]
    let address = try #require(operand.address)
    #expect(timeline.program.name(of: address) == "hidden1.weight.previous[0, 1]")
    #expect(Double(timeline.values("hidden1.weight.previous")[1]) == operand.value)
    #expect(timeline.values("hidden1.weight")[1] != timeline.values("hidden1.weight.previous")[1])
  }
}
