import Autodiff
import TensorMath
import Testing

/// Every operation against PyTorch: the result and each gradient, for a given upstream gradient.
@Suite struct ReferenceValueTests {
  typealias Maker = @Sendable (ReferenceCase) -> any Operation

  /// The file of each operation in the catalog.
  static let operations: [(file: String, make: Maker)] = [
    ("affine", { _ in Affine() }),
    ("matmul", { _ in MatrixProduct() }),
    (
      "convolution",
      { Convolution(stride: Int($0.parameters["stride"] ?? 0), padding: Int($0.parameters["padding"] ?? -1)) }
    ),
    ("maximum_pool", { MaximumPool(window($0)) }),
    ("average_pool", { AveragePool(window($0)) }),
    ("flatten", { _ in Flatten() }),
    ("channel_mean", { _ in ChannelMean() }),
    ("channel_variance", { _ in ChannelVariance() }),
    ("normalize", { _ in Normalize() }),
    ("scale_and_shift", { _ in ScaleAndShift() }),
    ("multiply_maps", { _ in MultiplyMaps() }),
    ("add", { _ in Add() }),
    ("subtract", { _ in Subtract() }),
    ("multiply", { _ in Multiply() }),
    ("select_columns", { SelectColumns(Int($0.parameters["first"] ?? 0)..<Int($0.parameters["end"] ?? 0)) }),
    ("join_columns", { JoinColumns(count: Int($0.parameters["count"] ?? 0)) }),
    ("reverse_columns", { _ in ReverseColumns() }),
    ("by_time", { _ in ByTime() }),
    ("state_transfer", { StateTransfer(step: Int($0.parameters["step"] ?? -1)) }),
    ("gate", gate),
    ("sum_of_products", { _ in SumOfProducts() }),
    ("interpolate", { _ in Interpolate() }),
    ("join_steps", { JoinSteps(count: Int($0.parameters["count"] ?? 0)) }),
    (
      "select_tokens",
      { SelectTokens(from: Int($0.parameters["first"] ?? -1), count: Int($0.parameters["count"] ?? 0)) }
    ),
    ("embedding", { _ in Embedding() }),
    (
      "sinusoidal_positions",
      { SinusoidalPositions(length: Int($0.parameters["length"] ?? 0), width: Int($0.parameters["width"] ?? 0)) }
    ),
    ("attention_scores", { AttentionScores(heads: Int($0.parameters["heads"] ?? 0)) }),
    ("scale", { Scale(byInverseRootOf: Int($0.parameters["size"] ?? 0)) }),
    ("causal_mask", { _ in CausalMask() }),
    ("padding_mask", { _ in PaddingMask() }),
    ("weighted_values", { WeightedValues(heads: Int($0.parameters["heads"] ?? 0)) }),
    ("layer_normalization", { LayerNormalization(epsilon: Float($0.parameters["epsilon"] ?? .nan)) }),
    ("scale_and_shift_rows", { _ in ScaleAndShiftRows() }),
    ("token_mean", { _ in TokenMean() }),
    ("select_position", { SelectPosition(at: Int($0.parameters["position"] ?? -1)) }),
    ("transposed_product", { _ in TransposedProduct() }),
    ("sigmoid", { _ in Sigmoid() }),
    ("tanh", { _ in Tanh() }),
    ("relu", { _ in ReLU() }),
    ("leaky_relu", { LeakyReLU(slope: Float($0.parameters["slope"] ?? .nan)) }),
    ("hard_shrink", { HardShrink(threshold: Float($0.parameters["threshold"] ?? .nan)) }),
    ("step", { _ in Step() }),
    ("gelu", { _ in GELU() }),
    ("softmax", { _ in Softmax() }),
    ("dropout_mask", { DropoutMask(rate: Float($0.parameters["rate"] ?? .nan)) }),
    ("squared_error", { _ in SquaredError() }),
    ("absolute_error", { _ in AbsoluteError() }),
    ("binary_cross_entropy_with_logits", { BinaryCrossEntropy(smoothing: Float($0.parameters["smoothing"] ?? 0)) }),
    ("softmax_cross_entropy", { SoftmaxCrossEntropy(smoothing: Float($0.parameters["smoothing"] ?? 0)) }),
    ("l2_penalty", { L2Penalty(strength: Float($0.parameters["lambda"] ?? .nan)) }),
    ("l1_penalty", { L1Penalty(strength: Float($0.parameters["lambda"] ?? .nan)) }),
    ("norm", { Norm(count: Int($0.parameters["count"] ?? 0)) }),
    ("clip_norm", { ClipNorm(limit: Float($0.parameters["limit"] ?? .nan)) }),
    ("clip_value", { ClipValue(limit: Float($0.parameters["limit"] ?? .nan)) }),
  ]

  private static let gate: Maker = { reference in
    func number(_ name: String) -> Int { Int(reference.parameters[name] ?? -1) }
    func block(_ input: Int) -> Gate.Block {
      let (row, column) = (number("row\(input)"), number("column\(input)"))
      return Gate.Block(rows: row..<row + number("rows"), columns: column..<column + number("columns"))
    }
    let function = [GateFunction.sigmoid, .tanh, .identity][number("function")]
    return Gate(function, block(0), plus: reference.parameters["row1"] == nil ? nil : block(1))
  }

  /// There is nothing that PyTorch could say about zeros, nor about a value that passes no gradient.
  private static let withoutReference = ["start-state", "stop-gradient"]

  private static func window(_ reference: ReferenceCase) -> Window {
    func number(_ name: String) -> Int { Int(reference.parameters[name] ?? -1) }
    return Window(
      height: number("height"), width: number("width"), stride: number("stride"), padding: number("padding"))
  }

  @Test func everyOperationHasReferenceValues() throws {
    let tested = try Self.operations.map { try $0.make(ReferenceFile($0.file).cases[0]).name }
    #expect(tested == OperationCatalog.all.map { $0.name }.filter { !Self.withoutReference.contains($0) })
  }

  @Test(arguments: operations.map(\.file))
  func numbersArePyTorchs(_ file: String) throws {
    let make = try #require(Self.operations.first { $0.file == file }).make
    var compared = 0
    for reference in try ReferenceFile(file).cases {
      let operation = make(reference)
      let inputs = reference.inputs.map(\.tensor)
      if operation.broadcasts, !Self.repeatsTheSecond(inputs) {
        // Ours repeats the second along its leading axes, and nothing else.
        #expect(throws: ShapeError.self) { try operation.outputShapes(of: inputs.map(\.shape)) }
        continue
      }
      let data = Set(reference.gradients.indices.filter { reference.gradients[$0] == nil })
      let evaluation = try Evaluation(
        OperationExample(operation, inputs, dataInputs: data), upstream: reference.upstream.tensor)
      expectClose(evaluation.outputs[0].values, reference.output.tensor, "\(file) \(reference.name)")
      for (index, gradient) in reference.gradients.enumerated() {
        guard let gradient, let ours = evaluation.gradients[index] else { continue }
        let summed = Self.summed(ours.values, to: gradient.tensor.shape.count)
        expectClose(summed, gradient.tensor, "\(file) \(reference.name) gradient \(index)")
        compared += 1
      }
      // Where nothing is differentiated, the result is what there is to compare.
      if reference.gradients.allSatisfy({ $0 == nil }) { compared += 1 }
    }
    #expect(compared >= 4)
  }

  @Test func productsArePyTorchs() throws {
    for reference in try ReferenceFile("matmul").cases {
      let (a, b) = (reference.inputs[0].tensor, reference.inputs[1].tensor)
      let bias = Tensor([b.shape.columns], repeating: 0)
      let evaluation = try Evaluation(OperationExample(Affine(), [a, b, bias]), upstream: reference.upstream.tensor)
      expectClose(evaluation.outputs[0].values, reference.output.tensor, reference.name)
      for index in 0...1 {
        let expected = try #require(reference.gradients[index])
        expectClose(evaluation.gradients[index]?.values ?? [], expected.tensor, reference.name)
      }
    }
  }

  private static func repeatsTheSecond(_ inputs: [Tensor]) -> Bool {
    inputs[0].shape.dimensions.suffix(inputs[1].shape.rank).elementsEqual(inputs[1].shape.dimensions)
  }

  /// The gradient of a repeated input, added up over the repeats.
  private static func summed(_ values: [Float], to count: Int) -> [Float] {
    guard values.count > count else { return values }
    return (0..<count).map { cell in
      Float(stride(from: cell, to: values.count, by: count).reduce(0) { $0 + Double(values[$1]) })
    }
  }

  /// Within 2e-6 of the tensor's largest entry, so that sums may lose digits where they cancel; PyTorch's
  /// are computed in double precision and rounded once.
  private func expectClose(_ found: [Float], _ expected: Tensor, _ what: String) {
    #expect(found.count == expected.shape.count, "\(what)")
    let largest = expected.values.reduce(0) { max($0, abs($1)) }
    for (cell, (a, b)) in zip(found, expected.values).enumerated() {
      #expect(abs(a - b) <= 2e-6 * largest + 1e-37, "\(what): cell \(cell) is \(a), PyTorch has \(b)")
    }
  }
}
