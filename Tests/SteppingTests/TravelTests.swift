import Autodiff
import NeuralNet
import Stepping
import TensorMath
import Testing

@Suite struct TravelTests {
  /// A run that only ever goes forwards, with the same changes at the same moments.
  static func straight(_ setup: TrainingSetup, _ interventions: [Intervention], to moment: Moment) throws -> Bits {
    let timeline = try Timeline(setup)
    for intervention in interventions where intervention.moment <= moment {
      timeline.go(to: intervention.moment)
      timeline.intervene(intervention.change)
    }
    timeline.go(to: moment)
    return Bits(timeline)
  }

  /// Random moves: steps of every size both ways, jumps, runs, and changes of learning
  /// rate, optimizer constants and weights wherever the walk happens to be.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func aRandomWalkFindsTheSameBitsEverywhere(_ seed: UInt64) throws {
    let setup = try seed.isMultiple(of: 2) ? Setups.neuron("adam") : Setups.xor("rmsprop")
    let structures = try StructureTests.variants(of: setup)
    // Every other walk has room for a handful of keyframes only.
    let floats = try TrainingMachine(setup).program.durableCount
    let timeline = try Timeline(setup, keyframeBudget: seed < 3 ? 5 * 4 * floats : Timeline.defaultKeyframeBudget)
    var random = RandomSource(seed: seed, purpose: "walk")
    var log: [String] = []
    for _ in 0..<150 {
      log.append(move(timeline, structures, &random))
      let moment = timeline.now.withoutProgress
      let expected = try Self.straight(setup, timeline.interventions, to: moment)
      let found = Bits(timeline)
      guard found == expected else {
        Issue.record("after \(log.suffix(4)): \(found.differences(from: expected)) at \(moment)")
        return
      }
      #expect(timeline.now <= timeline.end)
    }
  }

  private func move(_ timeline: Timeline, _ structures: [StructureChange], _ random: inout RandomSource) -> String {
    let sizes = StepSize.allCases
    switch random.integer(below: 10) {
    case 0...3:
      let size = sizes[random.integer(below: sizes.count)]
      timeline.step(size)
      return "\(size) to \(timeline.now)"
    case 4...6:
      let size = sizes[random.integer(below: sizes.count)]
      timeline.stepBack(size)
      return "\(size) back to \(timeline.now)"
    case 7:
      let origin = timeline.machine.origin
      let target = Moment(
        stage: origin.stage, iteration: origin.iteration + random.integer(below: 150),
        position: 1 + random.integer(below: timeline.program.instructions.count))
      timeline.go(to: target)
      return "go to \(target)"
    case 8:
      timeline.run(iterations: 1 + random.integer(below: 20))
      return "run to \(timeline.now)"
    default:
      let change = change(timeline, structures, &random)
      #expect(timeline.intervene(change))
      return "\(change) at \(timeline.now)"
    }
  }

  private func change(
    _ timeline: Timeline, _ structures: [StructureChange], _ random: inout RandomSource
  ) -> Intervention.Change {
    switch random.integer(below: 4) {
    case 3: return .structure(structures[random.integer(below: structures.count)])
    case 0: return .learningRate(random.uniform(0.001, 0.2))
    case 1:
      let name = timeline.machine.optimizer.name
      guard let constant = ["adam": "beta1", "rmsprop": "decay", "momentum": "momentum"][name] else {
        return .learningRate(random.uniform(0.001, 0.2))
      }
      return .optimizerConstants(OptimizerDescription(name, constants: [constant: Double(random.uniform(0.1, 0.9))]))
    default:
      let parameters = timeline.program.parameters
      let slot = timeline.program[parameters[random.integer(below: parameters.count)].slot]
      return .parameter(
        CellAddress(slot.id, cell: random.integer(below: slot.shape.count)), random.uniform(-1, 1))
    }
  }

  /// So many steps forwards and as many back from an iteration's end lead to the same bits, past the
  /// same moments.
  @Test(arguments: StepSize.allCases)
  func asManyStepsBackAsForwards(_ size: StepSize) throws {
    for make in [{ try Setups.iris() }, { try Setups.plane("nesterov") }, { try Setups.neuron("adamw") }] {
      let timeline = try Timeline(make())
      let epoch = timeline.machine.batchesPerEpoch
      for start in [Moment.start, timeline.end(ofIteration: epoch - 1), timeline.end(ofIteration: 5 * epoch - 1)] {
        timeline.go(to: start)
        var passed = [(timeline.now, Bits(timeline))]
        for _ in 0..<(size == .epoch ? 3 : 30) {
          timeline.step(size)
          passed.append((timeline.now, Bits(timeline)))
        }
        #expect(zip(passed, passed.dropFirst()).allSatisfy { $0.0.0 < $0.1.0 })
        for (moment, bits) in passed.dropLast().reversed() {
          timeline.stepBack(size)
          #expect(timeline.now == moment)
          #expect(Bits(timeline) == bits, "\(moment): \(Bits(timeline).differences(from: bits))")
        }
      }
    }
  }

  @Test func beforeTheStartThereIsNothing() throws {
    let timeline = try Timeline(Setups.neuron())
    let bits = Bits(timeline)
    for size in StepSize.allCases {
      timeline.stepBack(size)
      #expect(timeline.now == .start)
    }
    timeline.step(.operation)
    for size in StepSize.allCases where size != .term {
      timeline.go(to: Moment(iteration: 0, position: 3))
      timeline.stepBack(size)
      if size == .iteration || size == .epoch { #expect(timeline.now == .start) }
    }
    timeline.go(to: .start)
    #expect(Bits(timeline) == bits)
  }

  /// Far in the future, straight back to the first bit.
  @Test func theFirstBitComesBack() throws {
    let timeline = try Timeline(Setups.iris())
    let first = Bits(timeline)
    timeline.run(iterations: 700)
    #expect(Bits(timeline) != first)
    timeline.go(to: .start)
    #expect(Bits(timeline) == first)
    #expect(timeline.end == timeline.end(ofIteration: 699))
  }
}
