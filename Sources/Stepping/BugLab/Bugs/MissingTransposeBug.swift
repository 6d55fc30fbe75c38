public import Autodiff
import TensorMath

/// On the way back through a layer the weights are read in the order of their rows instead of transposed:
/// ∂x = ∂y · W with W's numbers laid out as units × inputs, which the shapes allow and nothing complains about.
public enum MissingTransposeBug: PlantedBug {
  public static let name = "missing-transpose"
  public static let title = BilingualText("a transpose is missing in the backward pass", zh: "反向传播里少了一次转置")
  public static let meaning = BilingualText(
    "Every hidden unit gets the gradient of other weights than its own: the layers before learn from noise, the last one learns well.",
    zh: "每个隐藏单元得到的是别人的权重传回的梯度：前面的层从噪声中学习，最后一层却学得好好的。")
  public static let place = BilingualText("where a layer passes its gradient back to its inputs", zh: "在一层把梯度传回其输入的地方")

  /// The product nearest to the loss whose weights have more than one row and column: others are the same
  /// however they are read.
  private static func node(_ program: Program) -> Int? {
    program.nodes.indices.last { index in
      let node = program.nodes[index]
      guard node.operation is Affine || node.operation is MatrixProduct || node.operation is UntransposedProduct else {
        return false
      }
      let weights = program[node.inputs[1]].shape
      return weights.rank == 2 && weights.rows > 1 && weights.columns > 1 && program.gradient(of: node.inputs[0]) != nil
    }
  }

  public static func fits(_ site: BugSite) -> Bool { node(site.program) != nil }

  public static func changing(_ program: Program) -> Program {
    guard let chosen = node(program) else { return program }
    return program.replacingOperations { index, node in
      index == chosen ? UntransposedProduct(hasBias: node.operation is Affine) : nil
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
      let upstream = program.gradient(of: program.nodes[index].output)
    else {
      return BilingualText(
        "No weights of this network would be read differently.", zh: "这个网络没有哪个权重矩阵会因此读错。")
    }
    let weights = program.nodes[index].inputs[1]
    let (units, cell) = (program[weights].shape.columns, program[input].shape.columns > 1 ? 1 : 0)
    // ∂x[0, k] = Σ over units of ∂y[0, unit] · W[k, unit]
    let right = (0..<units).reduce(0.0) {
      $0 + look.number(upstream, $1) * look.number(weights, cell * units + $1)
    }
    let name = look.name(input, cell)
    return BilingualText(
      "\(name) is \(look.text(look.number(input, cell))). With the weights of its own row of \(program[weights].name) it would be \(look.text(right)).",
      zh:
        "\(name) 是 \(look.text(look.number(input, cell)))。用 \(program[weights].name) 中它自己那一行的权重来算，应是 \(look.text(right))。"
    )
  }
}

/// x · W + b whose gradient for x uses W as it lies in memory, row by row, in the place of Wᵀ.
struct UntransposedProduct: GatheringOperation {
  static let name = "affine"
  let hasBias: Bool
  private var base: any Operation { hasBias ? Affine() : MatrixProduct() }

  var name: String { base.name }
  var inputNames: [String] { base.inputNames }

  func outputShapes(of inputs: [Shape]) throws(ShapeError) -> [Shape] { try base.outputShapes(of: inputs) }

  func forward(_ inputs: ViewList, into outputs: MutableViewList) { base.forward(inputs, into: outputs) }

  func backward(_ inputs: ViewList, _ outputs: ViewList, upstream: View, into gradients: MutableViewList) {
    base.backward(inputs, outputs, upstream: upstream, into: gradients)
    guard let x = gradients[0] else { return }
    let weights = inputs[1]
    let (units, columns) = (weights.columns, x.columns)
    for row in 0..<x.rows {
      for k in 0..<columns {
        var sum = 0.0
        for unit in 0..<units { sum += Double(upstream[row, unit]) * Double(weights[unit * columns + k]) }
        x[row * columns + k] = Float(sum)
      }
    }
  }

  /// Of weights that several products share, the gradient is right; what goes wrong is x's.
  var gatheredInputs: Set<Int> { hasBias ? Affine().gatheredInputs : [] }

  func boundGather(_ uses: [GatheredUse], ofInput input: Int, into gradient: MutableView) -> Action {
    Affine().boundGather(uses, ofInput: input, into: gradient)
  }

  func expansion(ofOutput output: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList) -> Expansion {
    base.expansion(ofOutput: output, at: cell, inputs, outputs)
  }

  func expansion(
    ofGradient input: Int, at cell: Int, _ inputs: ViewList, _ outputs: ViewList, upstream: View
  ) -> Expansion {
    guard input == 0 else { return base.expansion(ofGradient: input, at: cell, inputs, outputs, upstream: upstream) }
    let (units, columns) = (inputs[1].columns, inputs[0].columns)
    let (row, k) = (cell / columns, cell % columns)
    return Expansion(
      (0..<units).map { unit in
        Term(
          Factor(.upstream(cell: row * units + unit), upstream[row, unit]),
          Factor(.input(1, cell: unit * columns + k), inputs[1][unit * columns + k]))
      })
  }

  /// What the code means to do.
  var formulas: OperationFormulas { base.formulas }

  static var examples: [OperationExample] { Affine.examples }
}
