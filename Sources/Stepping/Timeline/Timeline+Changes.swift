import Autodiff
import NeuralNet
import TensorMath

extension Timeline {
  /// The changes of this line, in order.
  public var interventions: [Intervention] {
    path.compactMap { segment in
      guard let change = segment.change, let parent = segment.parent else { return nil }
      return Intervention(moment: segment.fork, change: change, label: change.label(in: parent.stage.program))
    }
  }

  /// Changes something now. A future that was recorded is no longer on this line; who keeps its
  /// segments (``TrainerSession`` does) can come back to it.
  ///
  /// - Returns: false, with nothing done, when the change does not fit this run: a cell that is no
  ///   parameter's, an optimizer that does not exist or keeps other states than the one in use.
  @discardableResult
  public func intervene(_ change: Intervention.Change) -> Bool {
    guard fits(change) else { return false }
    if now.progress != nil { go(to: now.withoutProgress) }
    var (parent, fork) = (activeSegment, machine.moment)
    // Two turns of one knob with nothing run between them are one change.
    if let last = parent.change, let grandparent = parent.parent, change.replaces(last), parent.start == fork {
      path.removeLast(path.count - active)
      (parent, fork) = (grandparent, parent.fork)
      active -= 1
      restore(for: fork)
      advance(to: fork)
    } else {
      path.removeLast(path.count - active - 1)
    }
    guard let segment = segment(after: change, at: fork, in: parent) else { return false }
    memory.register(segment)
    path.append(segment)
    enter(segment)
    now = machine.moment
    return true
  }

  /// A segment that begins with a change, and for a structure that cannot be built none.
  private func segment(after change: Intervention.Change, at fork: Moment, in parent: Segment) -> Segment? {
    var stage = parent.stage
    if case .structure(let structure) = change {
      let origin = StageOrigin(after: machine, in: structure.setup)
      guard let made = try? Engine(structure.setup, origin: origin) else { return nil }
      engines.keep(made)
      stage = made.stage
    }
    return Segment(stage, after: (change, at: fork, in: parent))
  }

  private func fits(_ change: Intervention.Change) -> Bool {
    switch change {
    case .learningRate(let rate): return rate.isFinite && rate >= 0
    case .optimizerConstants(let description):
      let optimizer = (try? OptimizerCatalog.optimizer(description)).map(setup.asPlanted)
      return optimizer?.stateNames == machine.optimizer.stateNames
    case .parameter(let address, _):
      guard program.slots.indices.contains(address.slot.index) else { return false }
      let slot = program[address.slot]
      return slot.role == .parameter && (0..<slot.shape.count).contains(address.cell)
    case .structure: return true
    }
  }

  /// Makes the changes that are due where the machine stands; one of structure only when the way leads past it.
  func enterDueSegments(upTo target: Moment) {
    while let next = nextSegment, !next.beginsStage, next.fork <= machine.moment { enter(next) }
  }

  func enter(_ segment: Segment) {
    if segment.beginsStage {
      let before = machine
      use(segment.stage)
      machine.begin()
      machine.optimizer = setup.optimizer
      machine.learningRate = setup.configuration.learningRate
      segment.transplant = Transplant(from: before, to: machine)
    } else if let change = segment.change {
      apply(change, parametersToo: true)
    }
    active += 1
    if segment.beginsStage, segment.keyframes.frames.isEmpty { beginStage(segment) }
  }

  func apply(_ change: Intervention.Change, parametersToo: Bool) {
    switch change {
    case .learningRate(let rate): machine.learningRate = rate
    case .optimizerConstants(let description):
      if let optimizer = try? OptimizerCatalog.optimizer(description) { machine.optimizer = setup.asPlanted(optimizer) }
    case .parameter(let address, let value):
      if parametersToo { machine.edit(address, to: value) }
    case .structure: break
    }
  }
}
