import Autodiff
import TensorMath

extension Timeline {
  /// Runs whole iterations at full speed, the last one in steps so that it can be looked into. Stops
  /// at the end of an iteration whose loss is not a number, having noted what caused it.
  ///
  /// - Returns: how many iterations were finished.
  @discardableResult
  public func run(iterations: Int) -> Int {
    guard iterations > 0 else { return 0 }
    let first = machine.completedIterations
    while machine.completedIterations < first + iterations - 1 {
      if let next = nextSegment?.fork, next.iteration <= machine.iteration + 1 {
        go(to: self.next(.iteration, after: machine.moment))
      } else if machine.position == 0 || machine.position == machine.instructionCount {
        runBlock(atMost: first + iterations - 1 - machine.completedIterations)
      } else {
        runOneIteration()
      }
      if !machine.loss.isFinite, machine.position == machine.instructionCount, !hasSeenNonFinite {
        findCause()
        return machine.completedIterations - first
      }
    }
    while machine.completedIterations < first + iterations { go(to: next(.iteration, after: machine.moment)) }
    return machine.completedIterations - first
  }

  /// Iterations that run between two looks at the record. More would cost a number that is none more
  /// work to go back to; with fewer, record keeping would cost a single neuron a fifth of its speed.
  static let blockLength = 256

  /// Runs iterations up to where something is due: a keyframe, an evaluation, a change. What
  /// is recorded is the same as after one iteration at a time. If a loss is not a number, the machine
  /// stands at the end of the first such iteration afterwards.
  private func runBlock(atMost limit: Int) {
    let segment = activeSegment
    let start = machine.completedIterations
    if machine.position == machine.instructionCount { arriveAtNextIteration() }
    var count = min(limit, Self.blockLength)
    count = min(count, segment.keyframes.lastIteration + segment.keyframes.spacing - start)
    count = min(count, segment.evaluations.iterationsUntilDue(after: start))
    if let next = nextSegment?.fork { count = min(count, next.iteration - start) }
    count = max(count, 1)
    let block = blockArena.mutableView(at: 0, shape: [count])
    machine.runIterations(count, losses: block)
    // A sum of numbers that are none is none; where it has merely grown too large, nothing is found.
    if !Kernels.sum(block.readable).isFinite, !hasSeenNonFinite,
      let bad = (0..<count - 1).first(where: { !block[$0].isFinite })
    {
      goBack(toEndOf: start + bad)
    } else {
      record(block.readable, from: start)
    }
    segment.end = max(segment.end, machine.moment)
  }

  /// Puts the machine at the end of an iteration that it has run past, recording as it gets there.
  private func goBack(toEndOf iteration: Int) {
    let stage = machine.origin
    let target = Moment(stage: stage.stage, iteration: iteration, position: machine.instructionCount)
    restore(for: target)
    if iteration > stage.iteration {
      advance(to: Moment(stage: stage.stage, iteration: iteration - 1, position: machine.instructionCount))
    } else {
      advance(to: stage.moment)
    }
    runOneIteration()
  }

  private func record(_ block: View, from start: Int) {
    let segment = activeSegment
    segment.losses.append(contentsOf: block, from: max(segment.firstLoss + segment.losses.count - start, 0))
    let completed = start + block.count
    if segment.evaluations.isDue(after: completed) { evaluate(after: completed) }
  }
}
