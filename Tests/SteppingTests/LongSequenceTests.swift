import Autodiff
import NeuralNet
import TensorMath
import Testing

@testable import Stepping

/// Sequences that are long: what observers make of their time steps, and that memory is bounded.
@Suite struct LongSequenceTests {
  /// 30 units, 300 time steps: 256 samples at a time would take more than 64 MiB.
  @Test func longSequencesArePredictedFewAtATime() throws {
    let setup = try Setups.sequences("lstm", steps: 300, units: 30)
    let predictor = try Predictor(setup)
    let program = try setup.compiler.evaluationProgram(batchSize: predictor.chunk)
    #expect(program.durableCount + program.transientCount <= Predictor.mostFloats)
    let twice = try setup.compiler.evaluationProgram(batchSize: 2 * predictor.chunk)
    #expect(twice.durableCount + twice.transientCount > Predictor.mostFloats && predictor.chunk < 256)
    // What has always fitted goes on as before.
    #expect(try Predictor(Setups.xor()).chunk == 256)
    #expect(try Predictor(Setups.digits()).chunk == 256)
  }

  @Test func sequencesThatNeedTooMuchMemoryAreRefused() throws {
    var found = ""
    do {
      _ = try Setups.sequences("recurrent", steps: 2000, units: 1024, batch: 64)
    } catch { found = "\(error)" }
    #expect(found.hasPrefix("this network and batch need "), "\(found)")
    #expect(found.hasSuffix("allowed are 1024 MiB; take fewer units, shorter sequences or a smaller batch"), "\(found)")
  }

  /// A unit that is silent at one time step and speaks at others is not dead.
  @Test func theTimeStepsOfAUnitAreOneEntry() throws {
    let setup = try Setups.sequences("lstm", steps: 6)
    let bound = try TrainingMachine(setup)
    bound.runIteration()
    var activities = UnitActivities()
    activities.add(bound.bound)
    activities.add(bound.bound)
    // Three gates, the candidate and the cell's tanh.
    #expect(activities.units.count == 5)
    #expect(activities.units.allSatisfy { $0.unitCount == 3 && $0.count == 2 * 6 * 4 })
    #expect(activities.units[0].slotName == "memory.step0.input_gate")
  }

  @Test func theObserverOfVanishingGradientsNamesTheTimeStep() throws {
    let setup = try Setups.sequences("recurrent", steps: 30, settings: ["spectral-radius": "0.3"])
    let timeline = try Timeline(setup)
    timeline.run(iterations: 3)
    let found = try #require(timeline.observations.first { $0.kind == .vanishingGradient })
    let writer = try #require(timeline.program[found.address.slot].writtenBy)
    let time = try #require(timeline.program.instructions[writer].timeStep)
    // Not the first step, where nothing arrives any more, but where it has fallen below a thousandth.
    #expect((15..<29).contains(time), "time step \(time)")
    #expect(found.value < 1e-3 * (found.reference ?? 0) && found.value > 1e-6 * (found.reference ?? 0))
  }
}
