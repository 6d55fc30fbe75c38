import Autodiff
import TensorMath

/// All bits of a run at one moment, a hash for each slot: parameters, optimizer states, and whatever
/// this iteration has computed. Two equal ones mean equal bits, up to one chance in 2⁶⁴.
struct Fingerprint: Equatable {
  /// By slot; nil where nothing is computed yet.
  let hashes: [UInt64?]
  let learningRate: UInt32
  /// How many numbers went in.
  let count: Int

  init(_ machine: TrainingMachine) {
    var count = 0
    hashes = machine.program.slots.map { slot in
      guard machine.isComputed(slot.id) else { return nil }
      count += slot.shape.count
      return Self.hash(machine.bound.view(of: slot.id))
    }
    learningRate = machine.learningRate.bitPattern
    self.count = count
  }

  /// FNV-1a over whole words.
  private static func hash(_ view: View) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for cell in 0..<view.count { hash = (hash ^ UInt64(view[cell].bitPattern)) &* 0x100_0000_01b3 }
    return hash
  }

  /// The slots in which two moments differ.
  func differences(from other: Fingerprint) -> [Int] {
    hashes.indices.filter { !other.hashes.indices.contains($0) || hashes[$0] != other.hashes[$0] }
  }
}
