public import Autodiff
public import Stepping

/// A prediction's right answer with everything that is needed to talk about it.
public struct PredictionWork: Sendable {
  public let answer: PredictionAnswer
  public let program: Program
  /// How the number that is asked about comes about; nil for shapes and choices.
  public let worked: WorkedNumber?
}

extension Prediction {
  /// Runs the setup from its start as far as it takes.
  public func work(in setup: TrainingSetup) throws(PredictionError) -> PredictionWork {
    let timeline: Timeline
    do throws(SetupError) { timeline = try Timeline(setup) } catch { throw .setup(error) }
    do throws(ReferenceError) {
      let answer = try answer(on: timeline)
      guard let cell else { return PredictionWork(answer: answer, program: timeline.program, worked: nil) }
      let address = try cell.address(in: timeline.program)
      timeline.go(to: try answerMoment(in: timeline.program))
      // What happened over several iterations is not one step's arithmetic.
      let isOneStep = timeline.now.iteration == stop.iteration
      return PredictionWork(
        answer: answer, program: timeline.program, worked: isOneStep ? timeline.workedNumber(of: address) : nil)
    } catch { throw .reference(error) }
  }
}
