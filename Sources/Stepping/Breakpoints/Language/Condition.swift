import Autodiff

/// A condition over any number of a run, ready to be looked at: `norm(hidden1.weight.grad) > 10`,
/// `loss > 2 and epoch >= 1`, `hidden1.weight[2,1] changes sign`. The language is in `docs/CONDITIONS.md`.
///
/// When it is looked at is known beforehand: after every instruction that writes something it reads,
/// once all that it reads is computed; at the first instruction of an iteration where it reads the time;
/// at the end of an iteration after which the network was evaluated, where it reads a metric. So it never
/// sees a number of the iteration before.
public struct Condition: Hashable, Sendable {
  /// As it was written.
  public let text: String
  let truth: TruthTerm
  let readings: [ConditionReading]
  /// How many numbers are kept from look to look.
  let memoryCount: Int
  /// After how many instructions of an iteration it is looked at, in order.
  public let lookPositions: [Int]
  /// Whether it is also looked at when the network has been evaluated.
  let readsMetrics: Bool
  /// The values it reads.
  let slots: Set<SlotID>
  let readsLearningRate: Bool
  /// Whether it asks for any number of the run that is none.
  let seesEverything: Bool

  public init(_ text: String, in scope: ConditionScope) throws(ConditionError) {
    self.text = text
    do throws(ConditionProblem) {
      let syntax = try ConditionParser.syntax(of: text, names: scope.namesAsWritten)
      var resolver = ConditionResolver(scope)
      truth = try resolver.truth(syntax)
      readings = resolver.readings
      memoryCount = resolver.memoryCount
    } catch { throw error.error(in: text) }
    var reads = ConditionReads()
    reads.visit(truth)
    readsMetrics = reads.metrics
    slots = reads.slots
    readsLearningRate = reads.learningRate
    seesEverything = reads.everything
    lookPositions = reads.lookPositions(in: scope.program)
  }

  /// Whether it is `nan` and nothing else: then the run's observations tell when it became true.
  var isFirstNotFinite: Bool { truth == .hasSeenNotFinite }

  /// Whether it reads numbers that only the machine has, standing where it is looked at.
  var readsMachine: Bool { !slots.isEmpty || readsLearningRate || seesEverything }

  /// Whether it can only be looked at step by step: the history of losses and metrics tells nothing of it.
  func needsSteps(loss: SlotID?) -> Bool { readsLearningRate || seesEverything || slots.contains { $0 != loss } }

  /// After how many instructions it is true, when it is a place in the program and nothing else.
  public var place: Int? { if case .isAt(let position) = truth { position } else { nil } }

  /// Whether it is looked at after every instruction.
  public var isLookedAtEverywhere: Bool { seesEverything }

  /// Whether it tells what a number does rather than what it is: it then triggers each time it is true.
  var isEvent: Bool { truth.isEvent }
}

extension TruthTerm {
  var isEvent: Bool {
    switch self {
    case .event, .isAt: true
    case .both(let first, let second), .either(let first, let second): first.isEvent || second.isEvent
    case .not(let inner): inner.isEvent
    case .comparison, .isNotFinite, .holdsNotFinite, .hasSeenNotFinite: false
    }
  }
}

/// What a condition reads.
struct ConditionReads {
  private(set) var slots: Set<SlotID> = []
  private(set) var metrics = false
  private(set) var time = false
  private(set) var learningRate = false
  private(set) var everything = false
  private(set) var places: Set<Int> = []

  mutating func visit(_ truth: TruthTerm) {
    switch truth {
    case .comparison(_, let left, let right):
      visit(left)
      visit(right)
    case .not(let inner): visit(inner)
    case .both(let first, let second), .either(let first, let second):
      visit(first)
      visit(second)
    case .event(_, _, let number, let bound):
      visit(number)
      if let bound { visit(bound) }
    case .isNotFinite(let number): visit(number)
    case .holdsNotFinite(let slot): slots.insert(slot)
    case .hasSeenNotFinite: everything = true
    case .isAt(let position): places.insert(position)
    }
  }

  mutating func visit(_ number: NumberTerm) {
    switch number {
    case .constant: break
    case .iteration, .epoch: time = true
    case .learningRate: learningRate = true
    case .metric: metrics = true
    case .cell(let slot, _), .reduction(_, let slot, _): slots.insert(slot)
    case .magnitude(let inner), .negative(let inner): visit(inner)
    case .arithmetic(_, let left, let right):
      visit(left)
      visit(right)
    }
  }

  func lookPositions(in program: Program) -> [Int] {
    var positions = places
    for slot in slots { if let writer = program[slot].writtenBy { positions.insert(writer + 1) } }
    if everything { positions.formUnion(1...program.instructions.count) }
    if time || learningRate || positions.isEmpty && !metrics { positions.insert(1) }
    // Before the last of them is there, the condition would mix numbers of two iterations.
    let complete = slots.compactMap { program[$0].isDurable ? nil : program[$0].writtenBy.map { $0 + 1 } }.max() ?? 0
    return positions.filter { $0 >= complete }.sorted()
  }
}
