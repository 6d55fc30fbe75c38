import Autodiff
import TensorMath
import Testing

/// What must hold of every operation, checked on the examples of each in the catalog.
@Suite struct OperationLawTests {
  /// The catalog's examples, and what they leave out: gradients of soft targets.
  static let examples: [OperationExample] =
    OperationCatalog.all.flatMap { $0.examples } + [
      OperationExample(BinaryCrossEntropy(), [Tensor([3, 1], [1.2, -0.4, 0.3]), Tensor([3, 1], [0.25, 0.9, 0.5])]),
      OperationExample(LeakyReLU(slope: 0.3), [Tensor([4], [-2, -0.5, 0.5, 3])]),
      // Where units are saturated, and where GELU is flat.
      OperationExample(Tanh(), [Tensor([4], [-5, 4, 3, -6])]),
      OperationExample(GELU(), [Tensor([5], [-0.76, -0.74, -4, -3, 5])]),
      OperationExample(Sigmoid(), [Tensor([3], [-12, 9, 30])]),
      OperationExample(Softmax(), [Tensor(rows: [[20, 0, -20], [5, 5.5, -9]])]),
      OperationExample(
        SoftmaxCrossEntropy(), [Tensor(rows: [[20, 0, -20], [5, -5.5, -9]]), Tensor([2], [0, 0])], dataInputs: [1]),
    ]

  static func upstream(_ example: OperationExample) throws -> Tensor {
    let shape = try example.operation.outputShapes(of: example.inputs.map(\.shape))[0]
    var random = RandomSource(seed: 3, purpose: "upstream")
    return Tensor(shape, (0..<shape.count).map { _ in random.uniform(0.5, 1.5) * (random.uniform() < 0.5 ? -1 : 1) })
  }

  @Test(arguments: examples.indices)
  func gradientsAreSlopes(_ index: Int) throws {
    let example = Self.examples[index]
    let upstream = try Self.upstream(example)
    let evaluation = try Evaluation(example, upstream: upstream)
    let pieces = example.operation.smoothPieces(evaluation.inputs)
    /// Σ upstream · result, the number whose slope the gradient is.
    func value(_ input: Int, _ cell: Int, _ x: Float) -> Double {
      evaluation.set(input: input, at: cell, to: x)
      #expect(example.operation.smoothPieces(evaluation.inputs) == pieces, "the example is too near a corner")
      return zip(upstream.values, evaluation.outputs[0].values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    for (input, tensor) in example.inputs.enumerated() {
      guard let written = evaluation.gradients[input]?.values else { continue }
      let largest = written.reduce(1e-3) { max($0, abs($1)) }
      for cell in 0..<tensor.shape.count {
        // A repeated input's gradient is the sum over the repeats.
        let gradient = stride(from: cell, to: written.count, by: tensor.shape.count)
          .reduce(0.0) { $0 + Double(written[$1]) }
        let x = tensor[cell]
        let coarse = (value(input, cell, x + 0.0625) - value(input, cell, x - 0.0625)) / 0.125
        let fine = (value(input, cell, x + 0.015625) - value(input, cell, x - 0.015625)) / 0.03125
        evaluation.set(input: input, at: cell, to: x)
        let slope = (16 * fine - coarse) / 15
        #expect(
          abs(gradient - slope) <= 3e-5 * Double(max(largest, 0.1)),
          "\(example.operation.name): gradient of input \(input) at \(cell) is \(gradient), the slope \(slope)")
      }
    }
  }

  @Test(arguments: examples.indices)
  func termsAddUpToEveryCell(_ index: Int) throws {
    let example = Self.examples[index]
    let evaluation = try Evaluation(example, upstream: Self.upstream(example))
    let (operation, inputs, outputs) = (example.operation, evaluation.inputs, evaluation.outputs)
    for output in 0..<outputs.count {
      for cell in 0..<outputs[output].count {
        let expansion = operation.expansion(ofOutput: output, at: cell, inputs, outputs)
        check(expansion, is: outputs[output][cell], evaluation, "output \(output) at \(cell)")
      }
    }
    for (input, gradient) in evaluation.gradients.enumerated() {
      guard let gradient else { continue }
      for cell in 0..<gradient.count {
        let expansion = operation.expansion(
          ofGradient: input, at: cell, inputs, outputs, upstream: evaluation.upstream)
        check(expansion, is: gradient[cell], evaluation, "gradient of input \(input) at \(cell)")
      }
    }
  }

  private func check(_ expansion: Expansion, is value: Float, _ evaluation: Evaluation, _ what: String) {
    let name = evaluation.operation.name
    #expect(!expansion.terms.isEmpty, "\(name): \(what) has no terms")
    #expect(
      abs(expansion.sum - Double(value)) <= 1e-6 * expansion.sumOfMagnitudes + 1e-37,
      "\(name): \(what) is \(value), its terms add up to \(expansion.sum)")
    for factor in (expansion.terms + expansion.definitions.flatMap(\.terms)).flatMap(\.factors) {
      #expect(factor.form.count { $0 == "#" } == factor.operands.count, "\(name): \(factor.form)")
      for operand in factor.operands {
        // An operand is what stands in the cell that it names.
        switch operand.place {
        case .input(let index, let cell): #expect(operand.value == Double(evaluation.inputs[index][cell]))
        case .output(let index, let cell): #expect(operand.value == Double(evaluation.outputs[index][cell]))
        case .upstream(let cell): #expect(operand.value == Double(evaluation.upstream[cell]))
        case .constant(let symbol):
          guard let definition = expansion.definitions.first(where: { $0.symbol == symbol }) else { continue }
          #expect(abs(definition.value - operand.value) <= 1e-6 * abs(operand.value), "\(name): \(symbol)")
        }
      }
    }
  }

  /// Where nothing is asked, there is nothing to be wrong about.
  @Test(arguments: [0, 0.1] as [Float])
  func aLossWithoutTargetsIsNothing(_ smoothing: Float) throws {
    let logits = Tensor([1, 2, 3], [0.5, -1.2, 2.1, 0.1, 0.2, -0.4])
    let evaluation = try Evaluation(
      OperationExample(
        SoftmaxCrossEntropy(smoothing: smoothing), [logits, Tensor([1, 2], [-1, -1])], dataInputs: [1]))
    #expect(evaluation.outputs[0].values == [0])
    #expect(evaluation.gradients[0]?.values == [0, 0, 0, 0, 0, 0])
    let operation = evaluation.operation
    #expect(operation.expansion(ofOutput: 0, at: 0, evaluation.inputs, evaluation.outputs).sum == 0)
    let upstream = evaluation.upstream
    for cell in 0..<6 {
      let terms = operation.expansion(
        ofGradient: 0, at: cell, evaluation.inputs, evaluation.outputs, upstream: upstream)
      #expect(terms.sum == 0 && terms.terms.count == 1)
    }
  }

  @Test(arguments: examples.indices)
  func inputsAreOnlyRead(_ index: Int) throws {
    let example = Self.examples[index]
    let evaluation = try Evaluation(example, upstream: Self.upstream(example))
    for (view, tensor) in zip((0..<evaluation.inputs.count).map { evaluation.inputs[$0] }, example.inputs) {
      #expect(view.values == tensor.values)
    }
    #expect(evaluation.upstream.values == (try Self.upstream(example)).values)
  }

  @Test(arguments: examples.indices)
  func theSameInputsGiveTheSameBits(_ index: Int) throws {
    let example = Self.examples[index]
    func numbers(_ evaluation: Evaluation) -> [[UInt32]] {
      let outputs = (0..<evaluation.outputs.count).map { evaluation.outputs[$0].values }
      return (outputs + evaluation.gradients.compactMap { $0?.values }).map { $0.map(\.bitPattern) }
    }
    let first = try Evaluation(example, upstream: Self.upstream(example))
    let once = numbers(first)
    first.forward()
    #expect(numbers(first) == once)
    #expect(numbers(try Evaluation(example, upstream: Self.upstream(example))) == once)
  }

  @Test(arguments: examples.indices)
  func notANumberIsPassedOn(_ index: Int) throws {
    let example = Self.examples[index]
    guard let first = example.inputs.first else { return }
    let evaluation = try Evaluation(example)
    for cell in 0..<first.shape.count { evaluation.set(input: 0, at: cell, to: .nan) }
    #expect(evaluation.outputs[0].values.contains { $0.isNaN }, "\(example.operation.name)")
  }

  @Test(arguments: OperationCatalog.all.indices)
  func shapesThatDoNotFitAreRefused(_ index: Int) throws {
    let example = try #require(OperationCatalog.all[index].examples.first)
    let shapes = example.inputs.map(\.shape)
    var wrong: [[Shape]] = [shapes + [[2]]]
    guard !shapes.isEmpty else { return try refuse(wrong, example.operation) }
    wrong.append([])
    // Inputs that go together, but for the second; a norm takes tensors of any shapes together, a gate
    // blocks of any that are large enough, an embedding any table.
    let others = [shapes[0]] + shapes.dropFirst().map { Shape($0.dimensions.map { $0 + 1 }) }
    let takesAny = example.operation is Norm || example.operation is Gate || example.operation is Embedding
    if others != shapes, !takesAny { wrong.append(others) }
    try refuse(wrong, example.operation)
  }

  private func refuse(_ wrong: [[Shape]], _ operation: any Operation) throws {
    for shapes in wrong {
      let error = #expect(throws: ShapeError.self) { try operation.outputShapes(of: shapes) }
      #expect(error?.operation == operation.name)
      let sentence = error?.description ?? ""
      #expect(sentence.hasPrefix("\(operation.name) needs ") && sentence.contains(", found "), "\(sentence)")
    }
  }
}
