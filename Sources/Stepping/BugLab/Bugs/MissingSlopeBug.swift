public import Autodiff
import TensorMath

/// The gradient goes back through an activation as if it were not there: its derivative is left out.
public enum MissingSlopeBug: PlantedBug {
  public static let name = "missing-slope"
  public static let title = BilingualText("an activation's derivative is missing", zh: "漏了一个激活函数的导数")
  public static let meaning = BilingualText(
    "Units that are saturated get gradients as large as the others: training goes on, only worse.",
    zh: "饱和的神经元也得到与别人一样大的梯度：训练照常进行，只是更差。")
  public static let place = BilingualText("where a gradient goes back through an activation", zh: "在梯度穿过激活函数往回走的地方")

  /// The activation nearest to the loss.
  private static func node(_ program: Program) -> Int? {
    program.nodes.indices.last { index in
      let node = program.nodes[index]
      return node.phase == .forward && node.operation is any ElementwiseOperation
        && program.gradient(of: node.inputs[0]) != nil
    }
  }

  public static func fits(_ site: BugSite) -> Bool { node(site.program) != nil }

  public static func changing(_ program: Program) -> Program {
    guard let chosen = node(program) else { return program }
    func flat<Base: ElementwiseOperation>(_ base: Base) -> any Operation { FlatActivation(base: base) }
    return program.replacingOperations { index, node in
      guard index == chosen, let operation = node.operation as? any ElementwiseOperation else { return nil }
      return flat(operation)
    }
  }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    program.instructions[instruction].kind == node(program).map { .backward(node: $0) }
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    let program = look.program
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .backward) ?? 0))
    guard let index = node(program), let input = program.gradient(of: program.nodes[index].inputs[0]),
      let output = program.gradient(of: program.nodes[index].output),
      let operation = program.nodes[index].operation as? any ElementwiseOperation
    else { return BilingualText("This network has no activation.", zh: "这个网络没有激活函数。") }
    let cells = timeline.machine.bound.view(of: output)
    let cell = (0..<cells.count).max { cells[$0].magnitude < cells[$1].magnitude } ?? 0
    let slope = operation.derivative(
      x: look.number(program.nodes[index].inputs[0], cell), y: look.number(program.nodes[index].output, cell))
    let (arriving, leaving) = (look.text(look.number(output, cell)), look.text(look.number(input, cell)))
    return BilingualText(
      "At \(look.name(input, cell)) the gradient \(arriving) arrives, the slope of \(operation.name) is \(look.text(slope)), and \(leaving) is passed on.",
      zh:
        "在 \(look.name(input, cell))，到达的梯度是 \(arriving)，\(operation.name) 的斜率是 \(look.text(slope))，传下去的是 \(leaving)。"
    )
  }
}

/// An activation that passes its gradient on as it is.
struct FlatActivation<Base: ElementwiseOperation>: ElementwiseOperation {
  static var name: String { Base.name }
  let base: Base

  func forward(_ inputs: ViewList, into outputs: MutableViewList) { base.forward(inputs, into: outputs) }

  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    gradients[0]?.copy(upstream)
  }

  var valueForm: String { base.valueForm }
  func value(_ x: Double) -> Double { base.value(x) }
  var derivativeForm: (form: String, of: DerivativeOperand) { base.derivativeForm }
  /// The slope that there should be.
  func derivative(x: Double, y: Double) -> Double { base.derivative(x: x, y: y) }

  func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    base.expansion(ofOutput: output, at: cell, inputs, outputs)
  }

  func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion { Expansion([Term(Factor(.upstream(cell: cell), upstream[cell]))]) }

  func smoothPieces(_ inputs: ViewList) -> [Int8] { base.smoothPieces(inputs) }

  /// What the code means to do.
  var formulas: OperationFormulas { base.formulas }

  static var examples: [OperationExample] { Base.examples }
}
