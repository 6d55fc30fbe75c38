import Autodiff
import NeuralNet
import Stepping
import Testing

/// Breakpoints in a run whose structure changes.
@Suite struct BreakpointStageTests {
  private func search(
    _ timeline: Timeline, _ conditions: [String], _ direction: BreakpointSearch.Direction, slice: Int
  ) -> BreakpointSearch.Outcome {
    var search = BreakpointSearch(BreakpointSet(conditions), on: timeline, direction)
    for _ in 0..<5000 where timeline.completedIterations < 70 {
      let outcome = search.advance(iterations: slice)
      if outcome != .searching { return outcome }
    }
    return .searching
  }

  /// 20 iterations with four units, then six, then another batch size, then recorded on.
  private func line() throws -> Timeline {
    let setup = try Setups.xor("adam")
    let timeline = try Timeline(setup)
    timeline.run(iterations: 20)
    timeline.intervene(.structure(try StructureTests.changed(setup) { $0.model.layers[0] = StructureTests.hidden(6) }))
    timeline.run(iterations: 13)
    timeline.intervene(
      .structure(
        try StructureTests.changed(setup) {
          $0.model.layers[0] = StructureTests.hidden(6)
          $0.batchSize = 25
        }))
    timeline.run(iterations: 30)
    return timeline
  }

  /// Hits in order forwards are the hits in reverse order backwards, on all stages.
  @Test(arguments: [1, 7, 30], ["epoch == 5 or iteration == 12", "probabilities[0, 0] rises above 0.5", "at loss"])
  func theSameHitsBothWays(_ slice: Int, _ condition: String) throws {
    let timeline = try line()
    let end = timeline.end
    timeline.go(to: .start)
    var forwards: [Moment] = []
    while case .hit = search(timeline, [condition], .forwards, slice: slice), timeline.now <= end {
      forwards.append(timeline.now)
      guard forwards.count < 200 else { break }
    }
    #expect(!forwards.isEmpty)
    let after = try line()
    after.go(to: end)
    var backwards: [Moment] = []
    while case .hit = search(after, [condition], .backwards, slice: slice) { backwards.append(after.now) }
    #expect(after.now == .start)
    #expect(forwards.filter { $0 < end } == backwards.reversed().filter { $0 < end })
    if condition == "at loss" { #expect(Set(backwards.map(\.stage)) == [0, 1, 2]) }
  }

  /// A name that only a later structure has is waited for.
  @Test func aConditionOnAValueToComeIsWaitedFor() throws {
    let timeline = try line()
    timeline.go(to: .start)
    guard case .hit(let hits) = search(timeline, ["hidden1.weight[0, 5] != 0"], .forwards, slice: 10) else {
      Issue.record("no hit")
      return
    }
    #expect(hits.count == 1 && timeline.now.stage == 1)
  }

  /// What a search has run past is no recorded future: a change here extends the branch.
  @Test func aHitIsTheEndOfTheRun() throws {
    let timeline = try Timeline(Setups.xor("adam"))
    guard case .hit = search(timeline, ["iteration == 40"], .forwards, slice: 1000) else {
      Issue.record("no hit")
      return
    }
    #expect(timeline.end == timeline.now && timeline.losses.count == 40)
    let straight = try Timeline(Setups.xor("adam"))
    straight.go(to: timeline.now)
    #expect(Bits(straight) == Bits(timeline))
    timeline.run(iterations: 50)
    straight.run(iterations: 50)
    #expect(Bits(straight) == Bits(timeline) && timeline.losses.count == straight.losses.count)
  }
}
