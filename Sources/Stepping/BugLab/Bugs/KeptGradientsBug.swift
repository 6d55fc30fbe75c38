public import Autodiff
public import NeuralNet
import TensorMath

/// Gradients are not set to zero before the next iteration: each is added to all before it, as when
/// `optimizer.zero_grad()` is forgotten in PyTorch.
public enum KeptGradientsBug: UpdateBug {
  public static let name = "kept-gradients"
  public static let title = BilingualText("gradients are not zeroed between iterations", zh: "两次迭代之间没有把梯度清零")
  public static let meaning = BilingualText(
    "Every update then uses the sum of all gradients so far: it goes on in old directions, like a momentum that never fades.",
    zh: "每次更新用的都是至今所有梯度之和：仍朝旧方向走，像永不衰减的动量。")

  /// Room for one more state is needed beside the optimizer's own.
  public static func fits(_ site: BugSite) -> Bool { site.optimizer.stateNames.count < 2 }

  public static func changing(_ optimizer: any Optimizer) -> any Optimizer {
    func keeping<Base: Optimizer>(_ base: Base) -> any Optimizer { GradientKeeping(base: base) }
    return keeping(optimizer)
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    look.goToEnd(ofIteration: 0)
    guard let (parameter, cell) = look.steepestCell() else { return BilingualText("", zh: "") }
    let first = look.number(parameter.updateGradient, cell)
    look.goToEnd(ofIteration: 1)
    let second = look.number(parameter.updateGradient, cell)
    let name = look.name(parameter.slot, cell)
    let usedNumber = used(parameter, cell, timeline).map(look.text) ?? "?"
    return BilingualText(
      "The gradient of \(name) is \(look.text(first)) in iteration 0 and \(look.text(second)) in iteration 1; added up they would be \(look.text(first + second)). The update of iteration 1 uses \(usedNumber).",
      zh:
        "\(name) 的梯度在第 0 次迭代是 \(look.text(first))，第 1 次是 \(look.text(second))；加起来是 \(look.text(first + second))。第 1 次迭代的更新用的是 \(usedNumber)。"
    )
  }
}

extension KeptGradientsBug {
  /// The gradient as the update's arithmetic has it: directly, or on its way into the optimizer's averages.
  private static func used(_ parameter: Parameter, _ cell: Int, _ timeline: Timeline) -> Double? {
    let program = timeline.program
    let kept = parameter.states.filter { program[$0].name.hasSuffix(".\(keptName)") }
    for slot in [parameter.slot] + parameter.states where !kept.contains(slot) {
      let expansion = timeline.machine.expansion(of: CellAddress(slot, cell: cell))
      for operand in expansion?.terms.flatMap(\.factors).flatMap(\.operands) ?? [] {
        guard let source = operand.address?.slot else { continue }
        if source == parameter.updateGradient || kept.contains(source) { return operand.value }
      }
    }
    return nil
  }

  /// Neutral: it must not say what it is for.
  static let keptName = "g"
}

/// An optimizer that sees the sum of all gradients so far. The sum is one more state, so that keyframes hold it.
struct GradientKeeping<Base: Optimizer>: Optimizer {
  static var name: String { Base.name }
  static var constants: [OptimizerConstant] { Base.constants }
  let base: Base

  init(_ constants: [String: Double]) { base = Base(constants) }
  init(base: Base) { self.base = base }

  private var own: Int { base.stateNames.count }
  var stateNames: [String] { base.stateNames + [KeptGradientsBug.keptName] }

  func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    guard let kept = own == 0 ? states.first : states.second else { return }
    Kernels.add(kept.readable, gradient, into: kept)
    let rest = OptimizerStates(first: own == 0 ? nil : states.first, second: nil)
    base.update(parameter, gradient: kept.readable, states: rest, at: step)
  }

  /// The numbers as the optimizer inside sees them.
  private func cells(_ cells: UpdateCells) -> UpdateCells {
    UpdateCells(
      gradient: cells.states[own], previousParameter: cells.previousParameter,
      previousStates: Array(cells.previousStates.prefix(own)), states: Array(cells.states.prefix(own)))
  }

  func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    base.expansion(ofParameter: self.cells(cells), at: step)
  }

  func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    guard index == own else { return base.expansion(ofState: index, self.cells(cells), at: step) }
    return Expansion([Term(plain(cells.previousStates[own])), Term(plain(cells.gradient))])
  }

  private func plain(_ operand: Operand) -> Factor { Factor("#", [operand], value: operand.value) }

  /// What the code means to do.
  var formulas: [String] { base.formulas.dropLast() + ["g ← ∂w"] + base.formulas.suffix(1) }
  var meaning: BilingualText { base.meaning }
}
