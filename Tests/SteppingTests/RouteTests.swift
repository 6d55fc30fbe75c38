import Autodiff
import Stepping
import TensorMath
import Testing

/// A way of many steps, gone at once or in slices, leads where the steps lead one after the other.
@Suite struct RouteTests {
  private func steps(_ random: inout RandomSource) -> [Route.Steps] {
    (0..<1 + random.integer(below: 6)).map { _ in
      let size = StepSize.allCases[random.integer(below: StepSize.allCases.count)]
      let most = size == .epoch ? 3 : size == .iteration ? 120 : 9
      return Route.Steps(size, isBack: random.integer(below: 3) == 0, count: 1 + random.integer(below: most))
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func slicesLeadWhereStepsLead(_ seed: UInt64) throws {
    let setup = try seed.isMultiple(of: 2) ? Setups.neuron("adam") : Setups.xor("rmsprop")
    let floats = try TrainingMachine(setup).program.durableCount
    let budget = seed < 4 ? 5 * 4 * floats : Timeline.defaultKeyframeBudget
    let stepped = try Timeline(setup, keyframeBudget: budget)
    let gone = try Timeline(setup, keyframeBudget: budget)
    let session = TrainerSession(keyframeBudget: budget)
    session.perform(.load(setup))
    var random = RandomSource(seed: seed, purpose: "routes")
    var places = 0
    for _ in 0..<25 {
      let start = random.integer(below: 4) == 0 ? Moment(iteration: random.integer(below: 90), position: 3) : nil
      let route = Route(from: start, steps(&random))
      if let start { stepped.go(to: start) }
      for step in route.steps {
        for _ in 0..<step.count { step.isBack ? stepped.stepBack(step.size) : stepped.step(step.size) }
      }
      gone.go(along: route)
      session.begin(.travel(route))
      while session.isTravelling {
        places += 1
        session.run(iterations: 1 + random.integer(below: 9))
      }
      let sliced = try #require(session.timeline)
      #expect(gone.now == stepped.now && sliced.now == stepped.now)
      #expect(Bits(gone).differences(from: Bits(stepped)) == [])
      #expect(Bits(sliced).differences(from: Bits(stepped)) == [])
      #expect(session.pace == nil)
    }
    #expect(places > 50, "some of the ways are long")
  }

  /// A step within an iteration does not go back to a keyframe, and nothing is shown on the way.
  @Test func aNearMomentIsReachedAtOnce() throws {
    let session = TrainerSession()
    session.perform(.load(try Setups.xor("adam")))
    session.perform(.goToIteration(300))
    for command in [TrainerCommand.stepBack(.operation), .stepBack(.phase), .step(.operation), .step(.iteration)] {
      session.begin(command)
      #expect(!session.isTravelling && session.snapshot()?.isOnTheWay == false)
    }
  }

  @Test func whoStopsStandsOnTheWayAndThatIsRecorded() throws {
    let setup = try Setups.xor("adam")
    let tape = Tape()
    let session = TrainerSession(recorder: tape)
    session.perform(.load(setup))
    session.begin(.travel(Route([Route.Steps(.iteration, count: 5000)])))
    for _ in 0..<10 { session.run(iterations: 20) }
    #expect(session.isTravelling && session.pace == .journey(toIteration: 5000))
    #expect(try #require(session.snapshot()).isOnTheWay)
    session.begin(.pause)
    let timeline = try #require(session.timeline)
    #expect(session.pace == nil && (200..<300).contains(timeline.completedIterations))
    let again = TrainerSession()
    again.perform(.load(setup, replay: RunReplay(RandomCommands.steps(tape.events, []))))
    #expect(try #require(again.timeline).now == timeline.now)
    #expect(try Bits(#require(again.timeline)).differences(from: Bits(timeline)) == [])
  }

  /// A breakpoint that is set on the way is no search, and the record of the way is what was gone.
  @Test func whatIsSetOnTheWayLeavesTheWayAsItIs() throws {
    let setup = try Setups.xor("adam")
    let tape = Tape()
    let session = TrainerSession(recorder: tape)
    session.perform(.load(setup))
    session.begin(.travel(Route([Route.Steps(.iteration, count: 300)])))
    session.run(iterations: 20)
    var breakpoints = BreakpointSet()
    breakpoints.add("loss < 10")
    session.begin(.breakpoints(breakpoints))
    while session.isTravelling { session.run(iterations: 50) }
    session.perform(.step(.operation))
    let timeline = try #require(session.timeline)
    #expect(timeline.completedIterations == 300)
    #expect(!tape.events.contains { if case .ran = $0 { true } else { false } }, "\(tape.events)")
    let again = TrainerSession()
    again.perform(.load(setup, replay: RunReplay(RandomCommands.steps(tape.events, []))))
    #expect(again.replayProblem == nil && again.timeline?.now == timeline.now)
  }

  /// A picture that must not wait has the scores and predictions of before; never those of a future gone back from.
  @Test func aPictureThatMustNotWaitShowsWhatThereIs() throws {
    let session = TrainerSession()
    session.perform(.load(try Setups.digits()))
    session.perform(.request(SnapshotRequest(wantsPredictions: true)))
    let before = try #require(session.snapshot())
    session.perform(.goToIteration(7))
    let quick = try #require(session.snapshot(mayTest: false))
    #expect(quick.completedIterations == 7 && quick.current?.completedIterations == 0)
    #expect(quick.predictions == before.predictions)
    let whole = try #require(session.snapshot())
    #expect(whole.current?.completedIterations == 7 && whole.predictions != before.predictions)
    session.perform(.goToIteration(3))
    #expect(try #require(session.snapshot(mayTest: false)).current == nil)
  }
}
