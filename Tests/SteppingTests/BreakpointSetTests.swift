import Autodiff
import Stepping
import Testing

/// The list of breakpoints as a value, and how a session counts their hits.
@Suite struct BreakpointSetTests {
  @Test func itsTextGivesItBack() throws {
    var set = BreakpointSet(["loss > 2", "at hidden1.sum", "nan"])
    set.toggle(id: 2)
    #expect(set.description == "on loss > 2\noff at hidden1.sum\non nan")
    #expect(BreakpointSet(set.description) == set)
    #expect(BreakpointSet("") == BreakpointSet())
    #expect(BreakpointSet("perhaps loss > 2") == nil && BreakpointSet("on") == nil)
  }

  @Test func numbersStayWithTheirBreakpoints() {
    var set = BreakpointSet(["loss > 2", "epoch == 1", "nan"])
    set.remove(id: 2)
    #expect(set.all.map(\.id) == [1, 3])
    #expect(set.add("at loss") == 4)
    set.replace(id: 3, with: "loss > 3")
    #expect(set[id: 3]?.condition == "loss > 3" && set[id: 2] == nil)
    set.togglePlace("loss")
    #expect(set.all.map(\.id) == [1, 3])
    set.togglePlace("hidden1.sum")
    #expect(set.all.last?.condition == "at hidden1.sum")
  }

  @Test func aSessionStopsCountsAndSaysWhy() throws {
    let session = TrainerSession()
    session.perform(.load(try Setups.xor()))
    session.perform(.breakpoints(BreakpointSet(["at hidden1.sum", "epoch == 1"])))
    session.perform(.continueForwards)
    session.run(iterations: 5)
    #expect(session.pace == nil)
    #expect(session.snapshot()?.stop?.hits.map(\.id) == [1])
    #expect(session.snapshot()?.breakpoints.all.map(\.hitCount) == [1, 0])
    // Turned off by somebody who has seen no hits yet: they are still counted.
    var set = BreakpointSet(["at hidden1.sum", "epoch == 1"])
    set.toggle(id: 1)
    session.perform(.breakpoints(set))
    #expect(session.breakpoints.all.map(\.hitCount) == [1, 0])
    session.perform(.play(.fullSpeed))
    session.run(iterations: 50)
    #expect(session.pace == nil && session.snapshot()?.stop?.number == 2)
    #expect(session.timeline?.machine.epoch == 1 && session.timeline?.now.position == 1)
    session.perform(.continueBackwards)
    #expect(session.pace != nil && session.stop == nil)
    session.run(iterations: 50)
    #expect(session.timeline?.now == .start && session.stop?.hits == [])
    // Steps of a paced run stop as well, and a single step does not.
    session.perform(.play(.steps(.epoch, perSecond: 1)))
    for _ in 0..<3 where session.pace != nil { session.playStep(.epoch) }
    #expect(session.timeline?.machine.epoch == 1 && session.timeline?.now.position == 1)
    session.perform(.go(to: .start))
    session.perform(.step(.epoch))
    session.perform(.step(.iteration))
    #expect(session.timeline?.machine.epoch == 1 && session.stop == nil)
    session.perform(.load(try Setups.xor(), breakpoints: session.breakpoints))
    #expect(session.breakpoints.all.map(\.hitCount) == [0, 0])
    // Breakpoints are undone and redone like everything else.
    session.perform(.breakpoints(BreakpointSet(["loss > 2"])))
    session.perform(.undo)
    #expect(session.breakpoints.all.map(\.condition) == ["at hidden1.sum", "epoch == 1"])
    session.perform(.redo)
    #expect(session.breakpoints.all.map(\.condition) == ["loss > 2"])
  }

  /// A network with other layers: what does not fit is left out, and nothing else.
  @Test func conditionsThatDoNotFitAreLeftOut() throws {
    let timeline = try Timeline(Setups.xor())
    let set = BreakpointSet(["at hidden7.sum", "loss >", "at hidden1.sum"])
    var search = BreakpointSearch(set, on: timeline, .forwards)
    guard case .hit(let hits) = search.advance(iterations: 5) else {
      Issue.record("not found")
      return
    }
    #expect(hits.map(\.id) == [3])
  }
}
