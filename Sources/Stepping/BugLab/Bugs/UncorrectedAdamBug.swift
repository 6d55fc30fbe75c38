public import Autodiff
public import NeuralNet
import TensorMath

/// Adam whose two averages are not divided by 1 − βᵗ, although both start at 0.
public enum UncorrectedAdamBug: UpdateBug {
  public static let name = "uncorrected-adam"
  public static let title = BilingualText("Adam lacks the bias correction", zh: "Adam 缺了偏差校正")
  public static let meaning = BilingualText(
    "Both averages start at 0 and are too small at first, the second far more than the first: the first steps are about three times too long.",
    zh: "两个平均都从 0 开始，起初都偏小，第二个小得更多：最初几步大约长了三倍。")

  public static func fits(_ site: BugSite) -> Bool { site.optimizer is Adam || site.optimizer is AdamW }

  public static func changing(_ optimizer: any Optimizer) -> any Optimizer {
    func uncorrected<Base: Optimizer>(_ base: Base) -> any Optimizer { UncorrectedMoments(base: base) }
    return uncorrected(optimizer)
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    look.goToEnd(ofIteration: 0)
    guard let (parameter, cell) = look.steepestCell() else { return BilingualText("", zh: "") }
    let step = look.number(parameter.slot, cell) - look.number(parameter.previous[0], cell)
    let rate = Double(timeline.machine.learningRateInForce)
    let (name, size) = (look.name(parameter.slot, cell), look.text(step.magnitude))
    return BilingualText(
      "With the correction, Adam's first step is as long as the learning rate, \(look.text(rate)), whatever the gradient. Here \(name) moves by \(size).",
      zh: "有校正时，Adam 的第一步长度等于学习率 \(look.text(rate))，与梯度无关。这里 \(name) 移动了 \(size)。")
  }
}

/// Adam or AdamW as if t were so large that both corrections are 1.
struct UncorrectedMoments<Base: Optimizer>: Optimizer {
  static var name: String { Base.name }
  static var constants: [OptimizerConstant] { Base.constants }
  let base: Base

  init(_ constants: [String: Double]) { base = Base(constants) }
  init(base: Base) { self.base = base }

  /// βᵗ is 0 there for every β below 1 that the optimizer allows.
  private func late(_ step: UpdateStep) -> UpdateStep {
    UpdateStep(number: Int(Int32.max), learningRate: step.learningRate)
  }

  var stateNames: [String] { base.stateNames }

  func update(_ parameter: MutableView, gradient: View, states: OptimizerStates, at step: UpdateStep) {
    base.update(parameter, gradient: gradient, states: states, at: late(step))
  }

  func expansion(ofParameter cells: UpdateCells, at step: UpdateStep) -> Expansion {
    let expansion = base.expansion(ofParameter: cells, at: late(step))
    return Expansion(expansion.terms.map { Term(factors: $0.factors.map(withoutCorrection)) })
  }

  /// `m/(1 − β₁ᵗ)` as `m`: nothing is divided by.
  private func withoutCorrection(_ factor: Factor) -> Factor {
    let moments = factor.operands.filter { if case .constant(let name) = $0.place { name.isEmpty } else { true } }
    guard moments.count < factor.operands.count else { return factor }
    switch factor.form {
    case "#/#": return Factor("#", moments, value: factor.value)
    case "1/(√(#/#) + ε)": return Factor("1/(√# + ε)", moments, value: factor.value)
    default: return factor
    }
  }

  func expansion(ofState index: Int, _ cells: UpdateCells, at step: UpdateStep) -> Expansion {
    base.expansion(ofState: index, cells, at: late(step))
  }

  /// What the code means to do.
  var formulas: [String] { base.formulas }
  var meaning: BilingualText { base.meaning }
}
