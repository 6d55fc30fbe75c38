internal import CKernels

// Large kernels are cut into pieces that threads share out. A piece writes cells of its own and reads what is there
// before: which thread computes it, and how many threads there are, is not to be seen in any bit of the result.
//
// Telling another thread takes about a microsecond while it is looking for work, and five to fifty when it sleeps. So
// small kernels are not cut at all, and a piece is at least ten microseconds long.

extension Kernels {
  /// How many threads share out large kernels; 1 at first.
  public static var threadCount: Int { Int(ck_crew_size()) }

  /// Lets so many threads share out large kernels from now on, the calling one included.
  public static func useThreads(_ count: Int) { ck_crew_resize(Int32(clamping: count)) }

  /// In nanoseconds on one core: what is shorter is not cut.
  @usableFromInline static let leastSharedWork = 20_000
  private static let leastPiece = 10_000
  private static let mostPieces = 16

  /// Calls `body(start, count)` for parts of 0 ..< count that follow one another.
  ///
  /// - Parameters:
  ///   - unit: every part but the last is a multiple of this, so that kernels work on the same groups as without a cut.
  ///   - work: how long all of it takes on one core, in nanoseconds, roughly.
  @inline(__always)
  static func shareOut(_ count: Int, inUnitsOf unit: Int = 1, work: Int, _ body: (Int, Int) -> Void) {
    if work < leastSharedWork || ck_crew_size() == 1 {
      body(0, count)
    } else {
      cut(count, unit, work, body)
    }
  }

  /// The same for the cells of tensors of one shape, each a few steps of arithmetic.
  @inline(__always)
  static func shareOutCells(_ count: Int, _ body: (Int, Int) -> Void) {
    shareOut(count, inUnitsOf: 64, work: count / 4, body)
  }

  @inline(never)
  private static func cut(_ count: Int, _ unit: Int, _ work: Int, _ body: (Int, Int) -> Void) {
    let units = (count + unit - 1) / unit
    let pieces = min(units, mostPieces, work / leastPiece)
    guard pieces > 1 else { return body(0, count) }
    perform(pieces) { piece in
      let (start, end) = (piece * units / pieces * unit, min((piece + 1) * units / pieces * unit, count))
      body(start, end - start)
    }
  }

  /// Calls `piece` for 0 ..< count in any order, on several threads at once.
  static func perform(_ count: Int, _ piece: (Int) -> Void) {
    withoutActuallyEscaping(piece) { piece in
      var piece = piece
      withUnsafeMutablePointer(to: &piece) { context in
        ck_crew_perform(
          { context, index in context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index) }, context, count)
      }
    }
  }
}
