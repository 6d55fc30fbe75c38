public import Autodiff
import TensorMath

/// The loss is a mean over the batch, but its gradient is not divided by the number of samples.
public enum MissingMeanBug: PlantedBug {
  public static let name = "missing-mean"
  public static let title = BilingualText("the gradient of the mean lacks its 1/N", zh: "平均的梯度漏了 1/N")
  public static let meaning = BilingualText(
    "All gradients are N times too large, as if the learning rate were: a larger batch then takes larger steps.",
    zh: "所有梯度都大了 N 倍，好比学习率大了 N 倍：批次越大，步子越大。")
  public static let place = BilingualText("where the gradient leaves the loss", zh: "在梯度离开损失的地方")

  /// The node that compares outputs with targets.
  private static func node(_ program: Program) -> Int? {
    program.nodes.firstIndex { $0.output == program.dataLoss }
  }

  public static func fits(_ site: BugSite) -> Bool { site.batchSize > 1 && node(site.program) != nil }

  public static func changing(_ program: Program) -> Program {
    guard let chosen = node(program) else { return program }
    func summing<Base: Operation>(_ base: Base) -> any Operation { SummedGradient(base: base) }
    return program.replacingOperations { index, node in index == chosen ? summing(node.operation) : nil }
  }

  public static func isPlace(_ instruction: Int, in program: Program) -> Bool {
    program.instructions[instruction].kind == node(program).map { .backward(node: $0) }
  }

  public static func evidence(on timeline: Timeline) -> BilingualText {
    let look = BugEvidence(timeline)
    let program = look.program
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .backward) ?? 0))
    guard let index = node(program), let gradient = program.gradient(of: program.nodes[index].inputs[0]) else {
      return BilingualText("", zh: "")
    }
    let address = CellAddress(gradient, cell: 0)
    let terms = timeline.machine.expansion(of: address)?.terms ?? []
    let size = timeline.machine.batchSamples.count
    let (name, number) = (look.name(gradient, 0), look.text(look.number(gradient, 0)))
    let factors = terms.map { $0.factors.map { $0.numbers { look.text($0) } }.joined(separator: " · ") }
    let sum = factors.joined(separator: " + ")
    return BilingualText(
      "A batch has \(size) samples. \(name) is \(number) = \(sum).",
      zh: "一个批次有 \(size) 个样本。\(name) 是 \(number) = \(sum)。")
  }
}

/// A loss whose gradient is that of the sum instead of the mean.
struct SummedGradient<Base: Operation>: Operation {
  static var name: String { Base.name }
  let base: Base

  var inputNames: [String] { base.inputNames }
  var outputNames: [String] { base.outputNames }

  func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] { try base.outputShapes(of: inputs) }

  func forward(_ inputs: ViewList, into outputs: MutableViewList) { base.forward(inputs, into: outputs) }

  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    base.backward(inputs, outputs, upstream: upstream, into: gradients)
    guard let gradient = gradients[0] else { return }
    let terms = base.expansion(ofGradient: 0, at: 0, inputs, outputs, upstream: upstream).terms
    let count = terms.first?.factors.compactMap(\.share).first?.count ?? inputs[0].rows
    Kernels.scale(gradient.readable, by: Float(count), into: gradient)
  }

  func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    base.expansion(ofOutput: output, at: cell, inputs, outputs)
  }

  func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    let expansion = base.expansion(ofGradient: input, at: cell, inputs, outputs, upstream: upstream)
    guard input == 0 else { return expansion }
    return Expansion(
      expansion.terms.map { term in
        var isSummed = false
        var factors = term.factors.compactMap { factor -> Factor? in
          guard let share = factor.share else { return factor }
          isSummed = true
          return share.numerator == 1 ? nil : .constant("\(share.numerator)", Double(share.numerator))
        }
        if !isSummed { factors.append(.constant("\(inputs[0].rows)", Double(inputs[0].rows))) }
        return Term(factors: factors)
      }, where: expansion.definitions)
  }

  /// What the code means to do.
  var formulas: OperationFormulas { base.formulas }

  func smoothPieces(_ inputs: ViewList) -> [Int8] { base.smoothPieces(inputs) }

  static var examples: [OperationExample] { Base.examples }
}
