public import Autodiff
public import Stepping

extension Lesson {
  /// How to get to a stop of the tour from wherever one is: stops that are reached by keys start from the stop
  /// before, so that they are the same for everybody.
  ///
  /// - Throws: when the program of another network has no such moment.
  public func route(toTourStop index: Int, in program: Program) throws(ReferenceError) -> Route {
    switch tour[index].approach {
    case .moment(let reference): Route(from: try reference.moment(in: program))
    case .keys(let script):
      (index == 0 ? Route(from: .start) : try route(toTourStop: index - 1, in: program)).appending(script.presses)
    }
  }
}
