import Autodiff
import Datasets
import NeuralNet
import TensorMath

/// What a change of structure does to the parameters: each one that has the same name in the new network
/// keeps its numbers as far as both reach, row by row and column by column; the rest begins as first
/// weights do. So a fourth unit leaves the other three as they were.
///
/// The optimizer's averages are kept when every parameter keeps its shape and the optimizer stays the
/// same; else they begin at 0, and its t at 1.
public struct Transplant: Hashable, Sendable {
  /// Parameters with all their numbers kept.
  public internal(set) var kept: [String] = []
  /// Parameters of another shape, with a part of their numbers kept.
  public internal(set) var partlyKept: [String] = []
  /// Parameters that begin anew.
  public internal(set) var initialized: [String] = []
  /// Whether the optimizer's averages are those from before; true also when it has none.
  public internal(set) var keepsOptimizerStates = true
}

extension Transplant {
  /// Whether averages carry over from one setup to another.
  static func keepsStates(from old: TrainingSetup, to new: TrainingSetup) -> Bool {
    guard old.optimizer.name == new.optimizer.name, !begins(new, after: old),
      old.data.train.featureNames == new.data.train.featureNames,
      let before = try? old.compiler.parameterPlans(), let now = try? new.compiler.parameterPlans()
    else { return false }
    return now.allSatisfy { plan in before.contains { $0.name == plan.name && $0.shape == plan.shape } }
  }

  /// Whether all first weights are to be drawn: who turns the seed or the initialization wants others.
  static func begins(_ new: TrainingSetup, after old: TrainingSetup) -> Bool {
    let (new, old) = (new.configuration, old.configuration)
    let isDrawnOtherwise = zip(new.model.layers, old.model.layers).contains {
      $0.name == $1.name && $0.settings["initialization"] != $1.settings["initialization"]
    }
    return new.seed != old.seed || isDrawnOtherwise
  }

  /// Puts the numbers of one machine into another, which stands at its beginning.
  init(from old: TrainingMachine, to new: TrainingMachine) {
    let rows = Self.featureRows(from: old.setup, to: new.setup)
    let beginsAnew = Self.begins(new.setup, after: old.setup)
    keepsOptimizerStates = Self.keepsStates(from: old.setup, to: new.setup)
    for parameter in new.program.parameters {
      let slot = new.program[parameter.slot]
      guard !beginsAnew, let before = old.program.slot(named: slot.name), before.role == .parameter,
        before.shape.rank == slot.shape.rank
      else {
        initialized.append(slot.name)
        continue
      }
      let readsFeatures = new.program.inputs.first.map { new.program.reads(slot.id, with: $0) } ?? false
      let source = readsFeatures ? rows : nil
      let count = Self.copy(
        old.bound.view(of: before.id), into: new.bound.mutableView(of: slot.id), shapes: (before.shape, slot.shape),
        rows: source)
      if count == slot.shape.count {
        kept.append(slot.name)
      } else if count > 0 {
        partlyKept.append(slot.name)
      } else {
        initialized.append(slot.name)
      }
    }
    if !beginsAnew { keepStatistics(from: old, to: new) }
    guard keepsOptimizerStates else {
      keepsOptimizerStates = new.setup.optimizer.stateNames.isEmpty
      return
    }
    for parameter in new.program.parameters {
      for state in parameter.states {
        guard let before = old.program.slot(named: new.program[state].name) else { continue }
        new.bound.mutableView(of: state).copy(old.bound.view(of: before.id))
      }
    }
  }

  /// What a normalization has seen so far belongs to the layer whose outputs it has seen: it stays as far as that does.
  private func keepStatistics(from old: TrainingMachine, to new: TrainingMachine) {
    for statistic in new.program.statistics {
      let slot = new.program[statistic.slot]
      guard let before = old.program.slot(named: slot.name), before.role == .runningStatistic else { continue }
      _ = Self.copy(
        old.bound.view(of: before.id), into: new.bound.mutableView(of: slot.id), shapes: (before.shape, slot.shape),
        rows: nil)
    }
  }

  /// For each feature of the new data the row that it had, by its name; nil where the features are the same
  /// or have nothing to do with each other.
  private static func featureRows(from old: TrainingSetup, to new: TrainingSetup) -> [Int?]? {
    let (before, now) = (old.data.train.featureNames, new.data.train.featureNames)
    guard before != now else { return nil }
    return now.map { name in before.firstIndex(of: name) }
  }

  /// Copies what both shapes have.
  ///
  /// - Parameter rows: for each index of the first axis, where it comes from.
  /// - Returns: how many numbers were copied.
  private static func copy(_ old: View, into new: MutableView, shapes: (old: Shape, new: Shape), rows: [Int?]?) -> Int {
    var count = 0
    for cell in 0..<shapes.new.count {
      var indices = shapes.new.indices(at: cell)
      if let rows, let first = indices.first {
        guard rows.indices.contains(first), let row = rows[first] else { continue }
        indices[0] = row
      }
      guard let source = shapes.old.offset(of: indices) else { continue }
      new[cell] = old[source]
      count += 1
    }
    return count
  }
}

extension Program {
  /// Whether some operation reads both a parameter and an input: a first layer's weight and the features.
  fileprivate func reads(_ parameter: SlotID, with input: SlotID) -> Bool {
    self[parameter].shape.rank >= 2 && nodes.contains { $0.inputs.contains(parameter) && $0.inputs.contains(input) }
  }
}
