import Autodiff
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Where steps of each size end, and what is there to be seen on the way.
@Suite struct StepTests {
  /// Two layers, four samples in a batch: 15 instructions.
  private func timeline() throws -> Timeline { try Timeline(Setups.xor("sgd")) }

  private func positions(_ timeline: Timeline, _ size: StepSize, _ count: Int) -> [Moment] {
    timeline.go(to: .start)
    return (0..<count).map { _ in
      timeline.step(size)
      return timeline.now
    }
  }

  @Test func stepsEndWhereTheyShould() throws {
    let timeline = try timeline()
    #expect(
      timeline.program.instructions.map(\.label) == [
        "load", "affine", "tanh", "affine", "binary-cross-entropy", "∂loss", "binary-cross-entropy", "affine", "tanh",
        "affine", "hidden1.weight", "hidden1.bias", "output.weight", "output.bias",
      ])
    func at(_ iteration: Int, _ position: Int) -> Moment { Moment(iteration: iteration, position: position) }
    #expect(positions(timeline, .operation, 15) == (1...14).map { at(0, $0) } + [at(1, 1)])
    #expect(positions(timeline, .phase, 6) == [1, 4, 5, 10, 14].map { at(0, $0) } + [at(1, 1)])
    #expect(
      positions(timeline, .layer, 10) == [1, 3, 4, 5, 7, 8, 10, 12, 14].map { at(0, $0) } + [at(1, 1)])
    #expect(positions(timeline, .iteration, 3) == (0..<3).map { at($0, 14) })
    #expect(timeline.machine.batchesPerEpoch == 4)
    #expect(positions(timeline, .epoch, 2) == [at(3, 14), at(7, 14)])
  }

  /// Back goes to the last end of such a step before now, wherever one is.
  @Test(arguments: StepSize.allCases.filter { $0 != .term })
  func stepsBackEndWhereStepsEnd(_ size: StepSize) throws {
    let timeline = try timeline()
    let ends = [Moment.start] + positions(timeline, size, size == .epoch ? 4 : 45)
    for iteration in 0..<3 {
      for position in 1...14 {
        let moment = Moment(iteration: iteration, position: position)
        #expect(timeline.previous(size, before: moment) == ends.last { $0 < moment })
        #expect(timeline.next(size, after: moment) == ends.first { $0 > moment })
      }
    }
  }

  // MARK: Terms

  @Test func termsGoCellByCellThroughAnInstruction() throws {
    let timeline = try timeline()
    timeline.go(to: Moment(iteration: 0, position: 1))
    // hidden1.sum is [10, 4], each of two products and a bias.
    var seen: [TermProgress?] = []
    for _ in 0..<120 {
      timeline.step(.term)
      #expect(timeline.now.position == 2)
      seen.append(timeline.now.progress)
    }
    let expected = (0..<40).flatMap { cell in (1...3).map { TermProgress(cell: cell, terms: $0) } }
    #expect(seen.dropLast() == expected.dropLast()[...].map { $0 })
    #expect(seen.last == .some(nil))
    // Then the first term of the next instruction.
    timeline.step(.term)
    #expect(timeline.now == Moment(iteration: 0, position: 3, progress: TermProgress(cell: 0, terms: 1)))
    // And the same way back.
    timeline.stepBack(.term)
    for progress in seen.dropLast().reversed() {
      timeline.stepBack(.term)
      #expect(timeline.now.progress == progress)
    }
    timeline.stepBack(.term)
    #expect(timeline.now == Moment(iteration: 0, position: 1))
  }

  /// Through a whole iteration, terms, updates and all, and back to the start.
  @Test(arguments: ["sgd", "adam"])
  func termsLeadThroughEverything(_ optimizer: String) throws {
    let timeline = try Timeline(Setups.neuron(optimizer))
    let end = timeline.end(ofIteration: 0)
    var passed: [Moment] = []
    while timeline.now < end {
      #expect(passed.last.map { $0 < timeline.now } ?? true)
      passed.append(timeline.now)
      timeline.step(.term)
    }
    #expect(timeline.now == end)
    for moment in passed.reversed() {
      timeline.stepBack(.term)
      #expect(timeline.now == moment)
    }
    // As many as there are terms, and one for the loading.
    let terms = try terms(in: Timeline(Setups.neuron(optimizer)))
    #expect(passed.count == terms + 1)
  }

  private func terms(in timeline: Timeline) -> Int {
    var count = 0
    for position in 2...timeline.program.instructions.count {
      timeline.go(to: Moment(iteration: 0, position: position))
      for slot in timeline.cellsOfCurrentInstruction {
        for cell in 0..<timeline.program[slot].shape.count {
          count += timeline.machine.expansion(of: CellAddress(slot, cell: cell))?.terms.count ?? 1
        }
      }
    }
    return count
  }

  @Test func largerStepsLeaveTheMiddleOfAnInstruction() throws {
    let timeline = try timeline()
    timeline.go(to: Moment(iteration: 0, position: 1))
    for _ in 0..<5 { timeline.step(.term) }
    timeline.step(.operation)
    #expect(timeline.now == Moment(iteration: 0, position: 2))
    for _ in 0..<5 { timeline.step(.term) }
    timeline.stepBack(.operation)
    #expect(timeline.now == Moment(iteration: 0, position: 2))
    for _ in 0..<5 { timeline.step(.term) }
    timeline.step(.phase)
    #expect(timeline.now == Moment(iteration: 0, position: 4))
  }

  // MARK: What is not there yet

  @Test func aValueNotComputedYetIsNotShown() throws {
    let timeline = try timeline()
    for iteration in 0..<2 {
      for position in 0...14 where iteration > 0 || position > 0 || timeline.now == .start {
        if position > 0 { timeline.go(to: Moment(iteration: iteration, position: position)) }
        if position == 0, iteration > 0 { continue }
        let snapshot = timeline.snapshot(SnapshotRequest(explain: timeline.cell("output.output", 3)))
        for slot in timeline.program.slots {
          let isThere = slot.isDurable || (slot.writtenBy ?? 0) < position
          #expect(snapshot.isComputed(slot.id) == isThere)
          #expect((snapshot.values(of: slot.id) != nil) == isThere, "\(slot.name) at \(position)")
          #expect(snapshot.shownCells(of: slot.id) == (isThere ? slot.shape.count : 0))
          let explanation = timeline.machine.explanation(of: CellAddress(slot.id, cell: 0))
          #expect((explanation.value != nil) == isThere)
          if !isThere { #expect(explanation.expansion == nil) }
        }
        #expect((snapshot.explanation?.value != nil) == (position >= timeline.position(of: "output.output")))
      }
    }
  }

  @Test func goingBackTakesValuesAwayAgain() throws {
    let timeline = try timeline()
    timeline.go(to: timeline.end(ofIteration: 1))
    timeline.go(to: Moment(iteration: 1, position: 2))
    #expect(!timeline.machine.isComputed(timeline.cell("hidden1.output").slot))
    #expect(timeline.machine.isComputed(timeline.cell("hidden1.sum").slot))
    #expect(!timeline.machine.isComputed(timeline.cell("output.weight.gradient").slot))
    #expect(timeline.snapshot(SnapshotRequest()).values(of: timeline.cell("loss").slot) == nil)
  }

  @Test func onlyTheCellsReachedAreShown() throws {
    let timeline = try timeline()
    timeline.go(to: Moment(iteration: 0, position: 1))
    for _ in 0..<8 { timeline.step(.term) }
    let snapshot = timeline.snapshot(SnapshotRequest())
    // Cells 0 and 1 are whole; of cell 2 two terms are added up.
    #expect(snapshot.shownCells(of: timeline.cell("hidden1.sum").slot) == 2)
    #expect(snapshot.progressAddress == timeline.cell("hidden1.sum", 2))
    #expect(snapshot.moment.progress == TermProgress(cell: 2, terms: 2))
  }
}
