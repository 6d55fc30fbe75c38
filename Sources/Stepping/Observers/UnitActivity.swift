import Autodiff
import TensorMath

/// When an output of an activation function says that next to nothing comes back through it.
struct StuckRule: Sendable {
  let kind: Observation.Kind
  /// For which share of the samples it must be so.
  let share: Double
  let applies: @Sendable (any Operation) -> Bool
  let isStuck: @Sendable (Float) -> Bool

  /// - *Dead ReLU*: 0 for every training sample, so that no sample's gradient comes through, and none
  ///   can wake it (Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic
  ///   models, 2013, section 2).
  /// - *Saturated*: beyond ±0.99 tanh passes on less than 1 − 0.99² = 2 % of a gradient, and outside
  ///   0.01…0.99 the sigmoid less than 0.01 · 0.99 = 1 %, 4 % of its best. 95 % of the samples, since a unit
  ///   that only a few samples move hardly learns (Glorot and Bengio, 2010, section 3, show the
  ///   saturation of whole layers so).
  static let all = [
    StuckRule(kind: .deadUnits, share: 1, applies: { $0 is ReLU }, isStuck: { $0 == 0 }),
    StuckRule(
      kind: .saturatedUnits, share: 0.95, applies: { $0 is Tanh || ($0 as? Gate)?.function == .tanh },
      isStuck: { abs($0) > 0.99 }),
    StuckRule(
      kind: .saturatedUnits, share: 0.95, applies: { $0 is Sigmoid || ($0 as? Gate)?.function == .sigmoid },
      isStuck: { $0 < 0.01 || $0 > 0.99 }),
  ]
}

/// How many of the numbers that each unit of an activation has put out over the training samples are
/// stuck, where that can still matter. A unit is a column of a table and a channel of images.
struct UnitActivity {
  /// The activation's output.
  let slotName: String
  /// The layer.
  let layer: String
  let rule: StuckRule
  let unitCount: Int
  /// Cells of a unit that lie side by side: the pixels of a channel.
  let cellsPerUnit: Int
  private(set) var stuck: [Int]
  /// Numbers seen of each unit.
  private(set) var count = 0

  init(_ slot: Slot, layer: String, _ rule: StuckRule) {
    slotName = slot.name
    self.layer = layer
    self.rule = rule
    let sizes = slot.shape.dimensions
    // [samples, channels, height, width]; every other tensor has its units along the last axis.
    unitCount = sizes.count == 4 ? sizes[1] : slot.shape.columns
    cellsPerUnit = sizes.count == 4 ? sizes[2] * sizes[3] : 1
    stuck = Array(repeating: 0, count: unitCount)
  }

  mutating func add(_ outputs: View) {
    let isStuck = rule.isStuck
    let (units, width, allMustBe) = (unitCount, cellsPerUnit, rule.share == 1)
    guard units > 0, width > 0 else { return }
    var seen = count
    stuck.withUnsafeMutableBufferPointer { stuck in
      var cell = 0
      while cell < outputs.count {
        for unit in 0..<units {
          // Alive once is alive: most units of most networks are settled by the first samples.
          if allMustBe, stuck[unit] < seen {
            cell += width
            continue
          }
          for _ in 0..<width {
            if isStuck(outputs[cell]) { stuck[unit] += 1 }
            cell += 1
          }
        }
        seen += width
      }
    }
    count = seen
  }

  /// Units stuck for as many samples as the rule asks for.
  var stuckUnits: [Int] {
    guard count > 0 else { return [] }
    return stuck.indices.filter { Double(stuck[$0]) >= rule.share * Double(count) }
  }
}

/// Looks into a network while it is evaluated on the training samples, chunk by chunk. The time steps of a recurrent
/// layer have one entry for each of its activations: a unit is stuck if it is so at all of them.
struct UnitActivities {
  private(set) var units: [UnitActivity] = []
  /// The entry of each activation, in the order of the nodes.
  private var entries: [Int] = []
  /// Entries of recurrent layers, by the layer, the gate and the place among the activations of a time step.
  private var shared: [[String]: Int] = [:]

  mutating func add(_ bound: BoundProgram) {
    var next = 0
    var places: [[String]: Int] = [:]
    for node in bound.program.nodes {
      guard let rule = StuckRule.all.first(where: { $0.applies(node.operation) }) else { continue }
      if next == entries.count { entries.append(entry(for: node, rule, bound.program, &places)) }
      units[entries[next]].add(bound.view(of: node.output))
      next += 1
    }
  }

  private mutating func entry(
    for node: Node, _ rule: StuckRule, _ program: Program, _ places: inout [[String]: Int]
  ) -> Int {
    let slot = program[node.output]
    let made = units.count
    if node.timeStep != nil {
      let place = places[node.scope, default: 0]
      places[node.scope] = place + 1
      let key = node.scope.filter { TimeStepScope.time(of: $0) == nil } + ["\(place)"]
      if let known = shared[key] { return known }
      shared[key] = made
    }
    units.append(UnitActivity(slot, layer: node.scope.first ?? slot.name, rule))
    return made
  }
}
