import NeuralNet
import Stepping
import TensorMath
import Testing

/// A run has the same bits for any number of threads, stepped and at full speed.
@Suite(.serialized) struct ThreadTests {
  private func bits(threads: Int, _ setup: TrainingSetup, isStepped: Bool) throws -> Bits {
    Kernels.useThreads(threads)
    defer { Kernels.useThreads(1) }
    let machine = try TrainingMachine(setup)
    for _ in 0..<3 {
      if isStepped {
        repeat { machine.step() } while machine.position < machine.instructionCount
      } else {
        machine.runIteration()
      }
    }
    return Bits(machine)
  }

  private func check(_ setup: TrainingSetup) throws {
    let alone = try bits(threads: 1, setup, isStepped: false)
    for threads in [2, 3] {
      #expect(try bits(threads: threads, setup, isStepped: false).differences(from: alone) == [], "\(threads)")
      let stepped = try bits(threads: threads, setup, isStepped: true)
      // Stepping keeps what updates overwrite; running does not.
      #expect(stepped.differences(from: alone).filter { alone.slots[$0] != nil } == [], "\(threads), stepped")
    }
  }

  @Test func convolutionsHaveTheSameBits() throws { try check(Setups.digits()) }

  @Test(arguments: ["recurrent", "lstm", "gru"])
  func longSequencesHaveTheSameBits(_ cell: String) throws {
    try check(Setups.sequences(cell, steps: 40, units: 32, batch: 16))
  }
}
