import Autodiff
import Stepping
import TensorMath
import Testing

extension Timeline {
  /// What was noted of numbers that are none.
  var notFinite: [Observation] { observations.filter { $0.kind == .notFinite } }
}

/// A number that is none is an event with the step that caused it.
@Suite struct ObservationTests {
  /// The first instruction that writes such a number, found by looking after every one.
  static func cause(_ setup: TrainingSetup, within iterations: Int = 200) throws -> (Moment, String)? {
    let machine = try TrainingMachine(setup)
    while machine.completedIterations < iterations {
      machine.step()
      for slot in machine.program.instructions[machine.position - 1].writes {
        let values = machine.bound.view(of: slot).values
        if let cell = values.firstIndex(where: { !$0.isFinite }) {
          return (machine.moment, machine.program.name(of: CellAddress(slot, cell: cell)))
        }
      }
    }
    return nil
  }

  static let ways = ["run", "steps", "go", "epochs", "operations"]

  static func setup(_ name: String) throws -> TrainingSetup {
    switch name {
    case "huge": try Setups.plane("sgd", activation: "relu", rate: 1e30)
    case "largest": try Setups.plane("sgd", activation: "tanh", rate: 3e38)
    case "slow": try Setups.plane("sgd", activation: "relu", rate: 5)
    case "momentum": try Setups.plane("momentum", activation: "linear", rate: 2)
    default: try Setups.neuron("sgd", rate: 3e38)
    }
  }

  @Test(arguments: ["huge", "largest", "slow", "momentum", "neuron"], ways)
  func theCauseIsFoundWhicheverWayOneGoes(_ name: String, _ way: String) throws {
    let setup = try Self.setup(name)
    guard let (moment, place) = try Self.cause(setup) else {
      Issue.record("\(name) stays finite")
      return
    }
    let timeline = try Timeline(setup)
    switch way {
    case "run": timeline.run(iterations: 200)
    case "steps": for _ in 0..<200 where timeline.notFinite.isEmpty { timeline.step(.iteration) }
    case "go": timeline.go(to: timeline.end(ofIteration: 199))
    case "epochs": for _ in 0..<50 { timeline.step(.epoch) }
    default: for _ in 0..<3000 where timeline.notFinite.isEmpty { timeline.step(.operation) }
    }
    #expect(timeline.notFinite.map(\.moment) == [moment])
    #expect(timeline.notFinite.first?.place == place)
    #expect(timeline.notFinite.first?.value.isFinite == false)
    #expect(try Bits(timeline) == TravelTests.straight(setup, [], to: timeline.now))
  }

  /// The weights overflow in an update; the loss is a number still, and only the next one is not.
  @Test func anUpdateIsFoundToBeTheCause() throws {
    let (moment, place) = try #require(try Self.cause(Self.setup("largest")))
    let timeline = try Timeline(Self.setup("largest"))
    timeline.run(iterations: 50)
    let observation = try #require(timeline.notFinite.first)
    #expect(observation.moment == moment && observation.place == place)
    let instruction = timeline.program.instructions[observation.moment.position - 1]
    #expect(instruction.phase == .update, "\(place)")
  }

  @Test func aRunStopsWhereTheLossIsLost() throws {
    let timeline = try Timeline(Self.setup("slow"))
    let finished = timeline.run(iterations: 1000)
    #expect(finished < 1000)
    #expect(timeline.now == timeline.end(ofIteration: finished - 1))
    #expect(!timeline.machine.loss.isFinite)
    #expect(timeline.losses.spans.last?.bucket.notFinite == 1)
    // Asked again, it goes on: the learner has seen it.
    #expect(timeline.run(iterations: 10) == 10)
    #expect(timeline.notFinite.count == 1)
  }

  @Test func goingBackAndChangingForgetsIt() throws {
    let timeline = try Timeline(Self.setup("slow"))
    timeline.run(iterations: 1000)
    let observation = try #require(timeline.notFinite.first)
    timeline.go(to: .start)
    #expect(timeline.notFinite == [observation])
    timeline.intervene(.learningRate(0.001))
    #expect(timeline.notFinite.isEmpty)
    #expect(timeline.run(iterations: 100) == 100)
    #expect(timeline.notFinite.isEmpty)
  }

  /// tanh hides an infinite weight: the loss stays a number past the next keyframe, which then holds
  /// the infinity too and is no place to look for its cause.
  @Test func aCauseOfLongAgoIsFound() throws {
    let timeline = try Timeline(Setups.plane("sgd", activation: "tanh"))
    timeline.go(to: timeline.end(ofIteration: 2))
    timeline.intervene(.parameter(timeline.cell("hidden1.weight"), .infinity))
    #expect(timeline.run(iterations: 10_000) == 10_000)
    #expect(timeline.machine.loss.isFinite && timeline.keyframeCount > 3)
    #expect(timeline.notFinite.first?.moment == Moment(iteration: 3, position: timeline.position(of: "hidden1.sum")))
  }

  @Test func aWeightSetToNothingIsTheCause() throws {
    let timeline = try Timeline(Setups.neuron())
    timeline.go(to: timeline.end(ofIteration: 2))
    timeline.intervene(.parameter(timeline.cell("unit.weight"), .nan))
    timeline.run(iterations: 5)
    #expect(timeline.notFinite.first?.moment == Moment(iteration: 3, position: timeline.position(of: "unit.output")))
  }
}
