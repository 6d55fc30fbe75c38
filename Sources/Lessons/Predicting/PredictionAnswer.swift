public import Autodiff
public import Stepping
public import TensorMath

/// The right answer to a prediction, as a run has it.
public enum PredictionAnswer: Hashable, Sendable {
  case number(Float)
  case sign(Sign)
  case direction(Direction)
  case shape(Shape)
  /// Which of the choices, from 0.
  case choice(Int)

  public enum Sign: String, Hashable, Sendable, CaseIterable { case positive, negative, zero }
  public enum Direction: String, Hashable, Sendable, CaseIterable { case up, down, same }
}

extension Prediction {
  /// The moment at which the number that is asked for has been computed.
  public func answerMoment(in program: Program) throws(ReferenceError) -> Moment {
    let stop = try stop.moment(in: program)
    switch question {
    case .choice, .shape: return stop
    case .direction(let cell, let until):
      _ = try cell.address(in: program)
      let later = try until.moment(in: program)
      guard later > stop else {
        throw ReferenceError(found: "until \(until)", needed: "a moment after the stop, \(self.stop)", suggestion: nil)
      }
      return later
    case .value(let cell, _), .sign(let cell):
      let slot = program[try cell.address(in: program).slot]
      guard let writer = slot.writtenBy, writer + 1 > stop.position else {
        throw ReferenceError(
          found: "\(cell), which is on the screen at the stop already", needed: "a number that is computed later",
          suggestion: nil)
      }
      return Moment(iteration: stop.iteration, position: writer + 1)
    }
  }

  /// The right answer, found by running the setup from its start. At the numbers of iterations that
  /// lessons have this takes a few milliseconds.
  public func answer(in setup: TrainingSetup) throws(PredictionError) -> PredictionAnswer {
    if case .choice(_, let right) = question { return .choice(right) }
    let timeline: Timeline
    do throws(SetupError) { timeline = try Timeline(setup) } catch { throw .setup(error) }
    do throws(ReferenceError) { return try answer(on: timeline) } catch { throw .reference(error) }
  }

  /// The same on a timeline, which is left at the moment of the answer.
  func answer(on timeline: Timeline) throws(ReferenceError) -> PredictionAnswer {
    let program = timeline.program
    let moment = try answerMoment(in: program)
    switch question {
    case .choice(_, let right): return .choice(right)
    case .shape(let name):
      guard let slot = program.slot(named: name) else { throw ReferenceError(unknownValue: name, in: program) }
      return .shape(slot.shape)
    case .value(let cell, _):
      timeline.go(to: moment)
      return .number(timeline.value(at: try cell.address(in: program)))
    case .sign(let cell):
      timeline.go(to: moment)
      let number = timeline.value(at: try cell.address(in: program))
      return .sign(number > 0 ? .positive : number < 0 ? .negative : .zero)
    case .direction(let cell, _):
      let address = try cell.address(in: program)
      timeline.go(to: try stop.moment(in: program))
      guard timeline.machine.isComputed(address.slot) else {
        throw ReferenceError(
          found: "\(cell), which is not computed yet at the stop", needed: "a number that is there to compare with",
          suggestion: nil)
      }
      let before = timeline.value(at: address)
      timeline.go(to: moment)
      let after = timeline.value(at: address)
      return .direction(after > before ? .up : after < before ? .down : .same)
    }
  }
}

extension Timeline {
  func value(at address: CellAddress) -> Float { machine.bound.view(of: address.slot)[address.cell] }
}

/// Why the answer to a prediction cannot be computed.
public enum PredictionError: Error, Hashable, Sendable, CustomStringConvertible {
  case setup(SetupError)
  case reference(ReferenceError)

  public var description: String {
    switch self {
    case .setup(let error): error.description
    case .reference(let error): error.description
    }
  }
}
