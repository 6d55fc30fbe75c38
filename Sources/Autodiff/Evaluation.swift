public import TensorMath

/// One operation run once, outside any program: for tests, the help page and small explorations.
public final class Evaluation {
  public let operation: any Operation
  private let arena: Arena
  public let inputs: ViewList
  public let outputs: ViewList
  private let outputTargets: MutableViewList
  private let inputTargets: [MutableView]
  private let upstreamTarget: MutableView
  public var upstream: View { upstreamTarget.readable }
  /// The gradient of each input as `backward` wrote it: of the result's shape where it broadcasts.
  public let gradients: [View?]
  private let gradientTargets: MutableViewList

  /// Runs forward, then backward from `upstream` (all ones when not given).
  public init(_ example: OperationExample, upstream: Tensor? = nil) throws(ShapeError) {
    operation = example.operation
    let outputShapes = try operation.outputShapes(of: example.inputs.map(\.shape))
    var plan = ArenaPlan()
    let inputOffsets = example.inputs.map { plan.place($0.shape.count) }
    let outputOffsets = outputShapes.map { plan.place($0.count) }
    let upstreamOffset = plan.place(outputShapes[0].count)
    let gradientShapes = example.inputs.map { example.operation.broadcasts ? outputShapes[0] : $0.shape }
    let gradientOffsets = gradientShapes.map { plan.place($0.count) }
    let arena = Arena(count: plan.count)
    self.arena = arena

    inputTargets = zip(inputOffsets, example.inputs).map { arena.mutableView(at: $0, shape: $1.shape) }
    for (target, tensor) in zip(inputTargets, example.inputs) { target.copy(tensor.values) }
    inputs = arena.list(inputTargets.map(\.readable))
    let results = zip(outputOffsets, outputShapes).map { arena.mutableView(at: $0, shape: $1) }
    outputs = arena.list(results.map(\.readable))
    outputTargets = arena.list(results)
    upstreamTarget = arena.mutableView(at: upstreamOffset, shape: outputShapes[0])
    let wanted: [MutableView?] = example.inputs.indices.map { index in
      example.dataInputs.contains(index)
        ? nil : arena.mutableView(at: gradientOffsets[index], shape: gradientShapes[index])
    }
    gradients = wanted.map { $0?.readable }
    gradientTargets = arena.list(wanted)

    if let upstream { upstreamTarget.copy(upstream.values) } else { upstreamTarget.fill(1) }
    forward()
    operation.backward(inputs, outputs, upstream: upstreamTarget.readable, into: gradientTargets)
  }

  /// Computes the outputs again from the inputs as they are.
  public func forward() { operation.forward(inputs, into: outputTargets) }

  /// Changes one number of an input and computes the outputs again.
  public func set(input: Int, at cell: Int, to value: Float) {
    inputTargets[input][cell] = value
    forward()
  }
}
