import Autodiff
import NeuralNet
import Stepping
import TensorMath
import Testing

/// Branches, undo and redo, and two branches in step.
@Suite struct RunHistoryTests {
  private func perform(_ session: TrainerSession, _ commands: [TrainerCommand]) throws -> Snapshot {
    for command in commands { session.perform(command) }
    return try #require(session.snapshot())
  }

  private func session(_ setup: TrainingSetup, keyframeBudget: Int = Timeline.defaultKeyframeBudget) -> TrainerSession {
    let session = TrainerSession(keyframeBudget: keyframeBudget)
    session.perform(.load(setup))
    return session
  }

  private func bits(_ session: TrainerSession) throws -> Bits { Bits(try #require(session.timeline)) }

  /// Where a run stands, with its bits.
  private struct Place: Equatable {
    let moment: Moment
    let bits: Bits
    let branches: [BranchID]

    init(_ session: TrainerSession) throws {
      let timeline = try #require(session.timeline)
      moment = timeline.now.withoutProgress
      bits = Bits(timeline)
      branches = try #require(session.snapshot()).branches.map(\.id)
    }
  }

  /// Whatever is done, undo leads back through every state before a change, bit for bit, and redo forth again.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func fiveHundredRandomCommandsAreUndone(_ seed: UInt64) throws {
    let setup = try seed == 2 ? Setups.neuron("adam") : Setups.xor("rmsprop")
    let structures = try StructureTests.variants(of: setup)
    let floats = try TrainingMachine(setup).program.durableCount
    let session = session(setup, keyframeBudget: seed == 3 ? 12 * 4 * floats : Timeline.defaultKeyframeBudget)
    var random = RandomSource(seed: seed, purpose: "undo")
    // The states before what can be undone, and before what can be redone.
    var done: [Place] = []
    var redoable: [Place] = []
    for _ in 0..<500 {
      let before = try Place(session)
      let label = session.snapshot()?.undoLabel
      let count = session.history?.undoCount ?? 0
      let command = command(session, structures, &random)
      session.perform(command)
      let after = session.history?.undoCount ?? 0
      switch command {
      case .undo:
        guard count > 0 else { continue }
        #expect(after == count - 1 && label != nil)
        let place = done.removeLast()
        #expect(try Place(session) == place)
        redoable.append(place)
      case .redo: if after > count { done.append(redoable.removeLast()) }
      default:
        guard after > count else { continue }
        done.append(before)
        redoable = []
      }
    }
    #expect(done.count > 60)
    var undone: [Place] = []
    for place in done.reversed() {
      undone.append(try Place(session))
      session.perform(.undo)
      let now = try Place(session)
      guard now == place else {
        Issue.record("\(now.moment) for \(place.moment), \(now.bits.differences(from: place.bits)), \(now.branches)")
        return
      }
    }
    #expect(session.snapshot()?.undoLabel == nil)
    for place in undone.dropFirst().reversed() {
      session.perform(.redo)
      // Steps in time between two changes are not redone: what is redone leads to right after the change.
      #expect(try Place(session).branches == place.branches)
    }
  }

  private func command(
    _ session: TrainerSession, _ structures: [StructureChange], _ random: inout RandomSource
  ) -> TrainerCommand {
    let sizes = StepSize.allCases.filter { $0 != .term }
    let snapshot = session.snapshot()
    let branches = snapshot?.branches ?? []
    switch random.integer(below: 16) {
    case 0...3: return .step(sizes[random.integer(below: sizes.count)])
    case 4...6: return .stepBack(sizes[random.integer(below: sizes.count)])
    case 7: return .goToIteration(random.integer(below: 60))
    case 8: return .intervene(.learningRate(random.uniform(0.001, 0.2)))
    case 9, 10:
      guard let program = snapshot?.program else { return .undo }
      let slot = program[program.parameters[random.integer(below: program.parameters.count)].slot]
      return .intervene(
        .parameter(CellAddress(slot.id, cell: random.integer(below: slot.shape.count)), random.uniform(-1, 1)))
    case 11: return .intervene(.structure(structures[random.integer(below: structures.count)]))
    case 12:
      let structure = structures[random.integer(below: structures.count)]
      return .restart(structure.setup, label: structure.label)
    case 13: return .switchBranch(branches[random.integer(below: branches.count)].id)
    case 14: return random.integer(below: 4) == 0 ? .dropBranch(branches[0].id) : .redo
    default: return .undo
    }
  }

  @Test func aChangeInThePastOpensABranchAndKeepsTheFuture() throws {
    let session = session(try Setups.neuron())
    let straight = try perform(session, [.goToIteration(200)])
    let end = try bits(session)
    let changed = try perform(session, [.goToIteration(50), .intervene(.learningRate(1.5)), .goToIteration(200)])
    #expect(try bits(session) != end)
    #expect(changed.branches.map(\.isCurrent) == [false, true])
    #expect(changed.branches[1].name.english == "learning rate 1.5 @50")
    let old = changed.branches[0]
    #expect(old.forkIteration == 50 && old.end == straight.end)
    // What both share is told once, with the current branch.
    #expect(changed.losses.count == 200 && changed.losses.spans.count == 200)
    // The old branch again, at the same iteration.
    let back = try perform(session, [.switchBranch(old.id)])
    #expect(back.moment == straight.moment)
    #expect(try bits(session) == end)
    #expect(back.learningRate == 0.1)
    #expect(back.branches[1].forkIteration == 50)
    #expect(back.branches[1].losses.spans.map(\.iteration) == Array(50..<200))
  }

  /// No losses, keyframes or evaluations are copied: the branch has its own from the change on.
  @Test func openingABranchCopiesNoHistory() throws {
    let session = session(try Setups.xor())
    _ = try perform(session, [.goToIteration(1000)])
    let before = try #require(session.timeline).keyframeBytes
    _ = try perform(session, [.goToIteration(100), .intervene(.learningRate(0.5))])
    #expect(try #require(session.timeline).keyframeBytes == before)
    let snapshot = try perform(session, [.step(.iteration)])
    #expect(snapshot.branches[1].losses.spans.count == 101)
    #expect(snapshot.losses.parts.map(\.count) == [100, 1])
  }

  @Test func aChangeWithNothingAheadExtendsTheBranch() throws {
    let session = session(try Setups.neuron())
    let snapshot = try perform(session, [.goToIteration(20), .intervene(.learningRate(1.5)), .goToIteration(40)])
    #expect(snapshot.branches.count == 1)
    #expect(snapshot.undoLabel?.english == "learning rate 1.5")
    let undone = try perform(session, [.undo])
    #expect(undone.completedIterations == 20 && undone.learningRate == 0.1)
    #expect(undone.redoLabel?.english == "learning rate 1.5" && undone.interventions.isEmpty)
    let redone = try perform(session, [.redo, .goToIteration(40)])
    #expect(redone.learningRate == 1.5 && redone.interventions.count == 1)
  }

  @Test func aFreshRunLeavesTheOldOneAsABranch() throws {
    let setup = try Setups.neuron()
    let session = session(setup)
    _ = try perform(session, [.goToIteration(30)])
    let first = try bits(session)
    let other = try StructureTests.changed(setup) { $0.seed = 99 }
    let fresh = try perform(session, [.restart(other.setup, label: BilingualText("seed 99", zh: "种子 99"))])
    #expect(fresh.moment == .start && fresh.branches.map(\.isCurrent) == [false, true])
    #expect(fresh.branches[0].forkIteration == 0)
    let both = try perform(session, [.goToIteration(30), .compare(fresh.branches[0].id)])
    #expect(both.comparison?.completedIterations == 30)
    _ = try perform(session, [.switchBranch(fresh.branches[0].id)])
    #expect(try bits(session) == first)
    let undone = try perform(session, [.undo, .undo])
    #expect(undone.branches.count == 1 && undone.completedIterations == 30)
    // Nothing has run: no branch worth keeping.
    let replaced = try perform(
      session, [.load(setup), .restart(other.setup, label: BilingualText("seed 99", zh: "种子 99"))])
    #expect(replaced.branches.count == 1)
  }

  @Test func renamedDroppedAndBroughtBack() throws {
    let session = session(try Setups.neuron())
    let two = try perform(session, [.goToIteration(30), .goToIteration(10), .intervene(.learningRate(1))])
    let (first, second) = (two.branches[0].id, two.branches[1].id)
    #expect(try perform(session, [.renameBranch(second, "hot")]).branches[1].name.english == "hot")
    #expect(try perform(session, [.dropBranch(second)]).branches.count == 2, "the current one stays")
    #expect(try perform(session, [.dropBranch(first)]).branches.map(\.id) == [second])
    #expect(try perform(session, [.undo]).branches.map(\.id) == [first, second])
    #expect(try perform(session, [.undo]).branches[1].name.english == "learning rate 1.0 @10")
    #expect(try perform(session, [.switchBranch(BranchID(77)), .renameBranch(BranchID(77), "x")]).branches.count == 2)
  }

  // MARK: In step

  /// Both stand at the same instruction, and the first number that differs is the parameter that a larger step moved.
  @Test func twoBranchesGoInStep() throws {
    let session = session(try Setups.xor("adam"))
    let two = try perform(session, [.goToIteration(30), .goToIteration(10), .intervene(.learningRate(0.2))])
    _ = try perform(session, [.compare(two.branches[0].id), .goToIteration(12), .step(.operation), .step(.operation)])
    let snapshot = try #require(session.snapshot())
    let comparison = try #require(snapshot.comparison)
    #expect(comparison.moment == snapshot.moment)
    let difference = try #require(comparison.firstDifference)
    #expect(difference.place == "hidden1.weight[0, 0]")
    #expect(difference.moment.iteration == 10 && difference.moment == difference.otherMoment)
    // The numbers of the other branch are those that it has there.
    let alone = try Timeline(Setups.xor("adam"))
    alone.go(to: comparison.moment)
    let sums = alone.values("hidden1.sum")
    #expect(sums.indices.allSatisfy { comparison.value(named: "hidden1.sum", cell: $0) == sums[$0] })
    #expect(comparison.value(named: "hidden1.sum", cell: 1 << 20) == nil)
    #expect(comparison.value(named: "nothing", cell: 0) == nil)
  }

  /// While training runs flat out the other branch comes along slice by slice, and no picture waits for it.
  /// Two futures without a difference are run side by side to look for one: what was only looked at is no part of them.
  @Test func lookingForADifferenceLengthensNothing() throws {
    let session = TrainerSession()
    session.perform(.load(try Setups.xor("adam")))
    session.perform(.goToIteration(3))
    session.perform(.stepBack(.iteration))
    let rate = try #require(session.timeline).machine.learningRate
    session.perform(.intervene(.learningRate(rate)))
    session.perform(.step(.iteration))
    let before = try #require(session.snapshot()).branches
    try #require(before.count == 2)
    session.perform(.compare(before.first { !$0.isCurrent }?.id))
    let after = try #require(session.snapshot())
    #expect(after.comparison != nil && after.comparison?.firstDifference == nil)
    #expect(after.branches.map(\.end) == before.map(\.end))
    #expect(after.branches.map { $0.losses.count } == before.map { $0.losses.count })
  }

  @Test func theOtherBranchComesAlongWhileTrainingRuns() throws {
    let session = session(try Setups.xor("adam"))
    let two = try perform(session, [.goToIteration(30), .goToIteration(10), .intervene(.learningRate(0.2))])
    _ = try perform(session, [.compare(two.branches[0].id), .play(.fullSpeed)])
    for _ in 0..<5 { session.run(iterations: 100) }
    #expect(session.snapshot()?.comparison?.completedIterations == 510)
    _ = try perform(session, [.goToIteration(5000), .play(.fullSpeed)])
    session.run(iterations: 10)
    let behind = try #require(session.snapshot()?.comparison)
    #expect(behind.completedIterations < 600)
    let waiting = try perform(session, [.pause])
    #expect(waiting.comparison?.completedIterations == waiting.completedIterations)
    // Undoing what opened the branch leaves nothing to compare with.
    #expect(try perform(session, [.undo]).comparison == nil)
  }

  @Test func theFirstDifferenceIsNamedAlsoWhereTheShapeIsAnother() throws {
    let setup = try Setups.xor("adam")
    func difference(_ change: Intervention.Change, at position: Int) throws -> FirstDifference? {
      let session = session(setup)
      session.perform(.goToIteration(30))
      session.perform(.go(to: Moment(iteration: 10, position: position)))
      session.perform(.intervene(change))
      session.perform(.goToIteration(20))
      session.perform(.compare(BranchID(1)))
      return session.snapshot()?.comparison?.firstDifference
    }
    let timeline = try Timeline(setup)
    let edit = try #require(try difference(.parameter(timeline.cell("hidden1.weight", 3), 0.75), at: 5))
    #expect(edit.place == "hidden1.weight[0, 3]" && edit.value == 0.75 && edit.moment.position == 5)
    let units = try StructureTests.changed(setup) { $0.model.layers[0] = StructureTests.hidden(3) }
    let shape = try #require(try difference(.structure(units), at: 5))
    #expect(shape.place.hasPrefix("hidden1.") && shape.value == nil)
    let layers = try StructureTests.changed(setup) { $0.model.layers.removeFirst() }
    #expect(try difference(.structure(layers), at: 5)?.value == nil)
    // The same structure once more: no difference.
    let same = try StructureTests.changed(setup) { _ in }
    #expect(try difference(.structure(same), at: timeline.program.instructions.count) == nil)
    let seed = try StructureTests.changed(setup) { $0.seed = 5 }
    #expect(try difference(.structure(seed), at: 5)?.moment.iteration == 10)
  }
}
