import Autodiff
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Stepping through the time steps of recurrent layers, and what each adds to the gradient of their weights.
@Suite struct TimeStepTests {
  static let types = ["recurrent", "lstm", "gru"]

  private func timeline(_ type: String, _ steps: Int = 4, settings: [String: String] = [:]) throws -> Timeline {
    try Timeline(Setups.sequences(type, steps: steps, settings: settings))
  }

  // MARK: Over and out

  @Test(arguments: types) func aStepOverIsOneTimeStepWithAllItsGates(type: String) throws {
    let timeline = try timeline(type)
    let program = timeline.program
    timeline.step(.phase)
    timeline.step(.layer)
    // What is done for all time steps at once, then one step after the other.
    #expect(program.instructions[timeline.now.position - 1].scope == ["memory"])
    for time in 0..<4 {
      timeline.step(.layer)
      let (done, next) = (timeline.now.position - 1, timeline.now.position)
      #expect(program.instructions[done].timeStep == time)
      #expect(program.instructions[next].timeStep == (time == 3 ? nil : time + 1))
      #expect(program.instructions[done].writes.first == layerState(time, program))
    }
    for time in [2, 1, 0] {
      timeline.stepBack(.layer)
      #expect(program.instructions[timeline.now.position - 1].timeStep == time)
    }
  }

  private func layerState(_ time: Int, _ program: Program) -> SlotID? {
    UnrolledLayer(named: "memory", in: program)?.state(at: time)
  }

  @Test func fromAGateTheWayOutIsTheGateThenTheStepThenTheLayer() throws {
    let program = try timeline("gru").program
    let gate = try #require(program.instructions.firstIndex { $0.scope == ["memory", "step 2", "candidate"] })
    let step = try #require(program.instructions.lastIndex { $0.phase == .forward && $0.timeStep == 2 })
    let layer = try #require(program.instructions.lastIndex { $0.phase == .forward && $0.scope.first == "memory" })
    let first = try #require(program.positionOut(after: gate + 1))
    #expect(program.instructions[first - 1].scope == ["memory", "step 2", "candidate"] && first == gate + 3)
    let second = try #require(program.positionOut(after: first))
    #expect(second == step + 1)
    #expect(program.positionOut(after: second) == layer + 1)
    // And in the mirror: before the gate, the step, the layer.
    #expect(program.positionOut(before: gate + 1) == gate)
    let stepStart = try #require(program.instructions.firstIndex { $0.phase == .forward && $0.timeStep == 2 })
    #expect(program.positionOut(before: gate) == stepStart)
    #expect(program.positionOut(before: stepStart) == 1)
    #expect(program.positionOut(before: 1) == nil)
  }

  /// There and back by every size from everywhere ends at the same moment.
  @Test(arguments: types, [StepSize.layer, .phase]) func stepsBackEndWhereStepsEnd(type: String, size: StepSize) throws
  {
    let timeline = try timeline(type, 3)
    let count = timeline.program.instructions.count
    var ends = [Moment.start]
    while let last = ends.last, last.iteration < 2 { ends.append(timeline.next(size, after: last)) }
    for iteration in 0..<2 {
      for position in 1...count {
        let moment = Moment(iteration: iteration, position: position)
        #expect(timeline.previous(size, before: moment) == ends.last { $0 < moment })
        #expect(timeline.next(size, after: moment) == ends.first { $0 > moment })
      }
    }
  }

  // MARK: What each time step adds

  private func contributions(
    _ cell: CellAddress, _ timeline: Timeline
  ) throws -> TimeContributions {
    let program = timeline.program
    let layer = try #require(UnrolledLayer(named: "memory", in: program))
    let snapshot = timeline.snapshot(SnapshotRequest())
    return try #require(TimeContributions(to: cell, of: layer, in: program) { snapshot.values(of: $0) })
  }

  @Test(arguments: types, ["0", "2"]) func partsOfAllStepsAddUpToTheGradient(type: String, truncation: String) throws {
    let timeline = try timeline(type, 5, settings: ["truncation": truncation])
    timeline.go(to: Moment(iteration: 1, position: timeline.program.lastPosition(of: .backward) ?? 0))
    let program = timeline.program
    for name in ["memory.recurrent_weight", "memory.recurrent_bias"] {
      let slot = try #require(program.slot(named: name))
      let gradient = try #require(program.gradient(of: slot.id))
      for cell in 0..<slot.shape.count {
        let parts = try contributions(CellAddress(slot.id, cell: cell), timeline)
        #expect(parts.isWhole && parts.reached == (truncation == "0" ? Set(0..<5) : [3, 4]))
        let value = Double(timeline.machine.bound.view(of: gradient)[cell])
        let size = parts.parts.reduce(1e-6) { $0 + abs($1 ?? 0) }
        #expect(abs(parts.total - value) <= 1e-5 * size, "\(name)[\(cell)]: \(parts.total), gradient \(value)")
        #expect(parts.runningTotals.compactMap { $0 }.first == parts.total)
        let shares = (0..<5).reduce(0) { $0 + (parts.share(of: $1) ?? 0) }
        #expect(abs(shares - 1) < 1e-12)
      }
    }
  }

  @Test func theSumGrowsAsTheBackwardPassReachesTheSteps() throws {
    let timeline = try timeline("recurrent", 5)
    let program = timeline.program
    let weight = try #require(program.slot(named: "memory.recurrent_weight"))
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .loss) ?? 0))
    var counts: [Int] = []
    while program.instructions[timeline.now.position].phase == .backward {
      timeline.step(.operation)
      let parts = try contributions(CellAddress(weight.id, cell: 4), timeline)
      if counts.last != parts.count { counts.append(parts.count) }
      let reached = parts.parts.indices.filter { parts.parts[$0] != nil }
      #expect(reached == Array((5 - parts.count)..<5))
    }
    #expect(counts == [0, 1, 2, 3, 4, 5])
  }

  @Test(arguments: types) func theNormOfAPartIsThatOfTheWholeMatrix(type: String) throws {
    let timeline = try timeline(type, 4)
    timeline.go(to: Moment(iteration: 0, position: timeline.program.lastPosition(of: .backward) ?? 0))
    let program = timeline.program
    let layer = try #require(UnrolledLayer(named: "memory", in: program))
    let snapshot = timeline.snapshot(SnapshotRequest())
    let norms = TimeContributions(norms: layer, in: program) { snapshot.values(of: $0) }
    let count = program[layer.recurrentWeight].shape.count
    var squares = [Double](repeating: 0, count: 4)
    for cell in 0..<count {
      let parts = try contributions(CellAddress(layer.recurrentWeight, cell: cell), timeline)
      for time in 0..<4 { squares[time] += (parts.parts[time] ?? .nan) * (parts.parts[time] ?? .nan) }
    }
    for time in 0..<4 {
      let norm = try #require(norms.parts[time])
      #expect(abs(norm - squares[time].squareRoot()) <= 1e-6 * max(norm, 1e-3))
    }
  }

  // MARK: Why

  /// A GRU's weights have a gradient of each time step, which are added up.
  @Test(arguments: ["recurrent", "lstm"]) func aSharedWeightIsReadStepByStep(type: String) throws {
    let timeline = try timeline(type, 5)
    timeline.go(to: Moment(iteration: 0, position: timeline.program.lastPosition(of: .backward) ?? 0))
    let weight = try #require(timeline.program.slot(named: "memory.recurrent_weight"))
    let gradient = try #require(timeline.program.gradient(of: weight.id))
    let explanation = timeline.machine.explanation(of: CellAddress(gradient, cell: 4))
    // Four samples a step: few terms, and yet by time.
    #expect(explanation.expansion?.terms.count == 20)
    #expect(explanation.groups.map(\.source) == [4, 3, 2, 1, 0].map { .timeStep($0) })
    #expect(explanation.groups.map(\.terms.count) == [4, 4, 4, 4, 4])
    let parts = try contributions(CellAddress(weight.id, cell: 4), timeline)
    for group in explanation.groups {
      let part = try #require(parts.parts[group.timeStep ?? -1])
      #expect(abs(part - group.sum) < 1e-12)
    }
    // A number of one time step alone is not in groups.
    let sum = try #require(UnrolledLayer(named: "memory", in: timeline.program)?.sums(at: 2))
    #expect(timeline.machine.explanation(of: CellAddress(sum, cell: 0)).groups.isEmpty)
  }
}
