import Autodiff
import TensorMath

/// What the parameters were on the way to where the run is: found out by going the same way again with a machine of
/// its own, so that a run costs nothing more when nobody asks. It goes along as the run goes on.
final class ParameterTrail {
  struct Place {
    let completedIterations: Int
    /// The numbers of all parameters, in the order of the program.
    let numbers: [Float]
  }

  private var line: Timeline?
  private var tip: Segment?
  private var places: [Place] = []
  private var stride = 1

  /// More places are not told apart on a screen.
  private static let mostPlaces = 256
  /// Instructions and multiply-adds that going back over the way may take: about 30 ms.
  private static let mostInstructions = 200_000
  private static let mostMultiplyAdds = 200_000_000

  /// The way of a timeline within the present structure, the oldest first, without where it is now.
  func places(of timeline: Timeline) -> [Place] {
    let now = timeline.completedIterations
    let program = timeline.program
    let origin = timeline.machine.origin
    let affordable = min(
      Self.mostInstructions / max(program.instructions.count, 1),
      Self.mostMultiplyAdds / max(program.multiplyAdds, 1))
    if tip !== timeline.lastSegment || (places.last?.completedIterations ?? now) + affordable < now {
      line = Timeline(along: timeline.line, of: timeline)
      tip = timeline.lastSegment
      (places, stride) = ([], 1)
    }
    guard let line else { return [] }
    var next = places.last.map { $0.completedIterations + stride } ?? max(origin.iteration, now - affordable)
    while next < now {
      if next <= origin.iteration { line.go(to: origin.moment) } else { line.go(toIteration: next) }
      places.append(Place(completedIterations: next, numbers: line.machine.parameterNumbers()))
      if places.count > Self.mostPlaces {
        stride *= 2
        places = Swift.stride(from: 0, to: places.count, by: 2).map { places[$0] }
      }
      next = (places.last?.completedIterations ?? next) + stride
    }
    return places.filter { $0.completedIterations < now }
  }
}
