import NeuralNet

/// The last answer to a question that is put to a network again and again: as long as neither the question nor a
/// parameter has changed, it need not be worked out anew.
struct AnswerMemory<Request: Hashable, Answer> {
  private var last: (request: Request, parameters: [Float], answer: Answer)?
  /// What the answer was given by.
  private weak var machine: TrainingMachine?

  /// The answer that still holds, or else a new one; nil answers are not kept.
  mutating func answer(
    _ request: Request, of machine: TrainingMachine, make: () -> Answer?
  ) -> Answer? {
    let parameters = machine.parameterNumbers()
    if self.machine === machine, let last, last.request == request, last.parameters == parameters {
      return last.answer
    }
    self.machine = machine
    let answer = make()
    last = answer.map { (request, parameters, $0) }
    return answer
  }
}
