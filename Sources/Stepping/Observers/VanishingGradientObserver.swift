import Autodiff
import TensorMath

/// Hardly anything of the gradient at the network's output arrives at its beginning: at the input of the
/// first activation function its norm is less than a thousandth of that at the output.
///
/// Looked at where Glorot and Bengio look (Understanding the difficulty of training deep feedforward
/// neural networks, 2010, section 4.2.2): at the back-propagated gradients of the inputs of activation
/// functions. They found factors of ten to thirty in deep networks that learned slowly; with a thousand
/// the first layer learns a thousand times more slowly than the last. In a recurrent network the first
/// activation is that of the first time step, so that it is the same question there (Bengio, Simard and
/// Frasconi, 1994). Told of is then the time step at which, on the way back, the norm has fallen so far.
///
/// Only where gradients pass two activations or more, and while there is something left to learn, a tenth
/// of the first loss: in a network that is right about nearly everything, small gradients are as they
/// should be.
struct VanishingGradientObserver: Observer {
  static let kind = Observation.Kind.vanishingGradient
  static let ratio = 1e-3
  /// Below this the output's own gradient has run into rounding, and the ratio says nothing.
  static let smallestNorm = 1e-12
  /// The share of a sequence that no gradient must reach: what lies far back has little to say in most sequences, and
  /// a network that learns from the rest of them is well.
  static let shareOutOfReach = 0.5
  /// The share of the first loss that must be left.
  static let lossLeft = 0.1

  func findings(_ moment: ObservedMoment) -> [Finding] {
    let program = moment.program
    let firstLoss = moment.past.first?.trainLoss ?? .infinity
    guard moment.now.gradientNorm != nil, moment.now.trainLoss > Self.lossLeft * firstLoss, let loss = program.dataLoss,
      let comparison = program.nodes.first(where: { $0.output == loss }),
      let output = program.gradient(of: comparison.inputs[0]),
      let first = activations(program).first
    else { return [] }
    func norm(_ gradient: SlotID) -> Double {
      Kernels.sumOfSquares(moment.machine.bound.view(of: gradient)).squareRoot()
    }
    let outputNorm = norm(output)
    guard outputNorm.isFinite, outputNorm > Self.smallestNorm, norm(first.gradient) < Self.ratio * outputNorm else {
      return []
    }
    // Further on in time, as long as nothing arrives there either.
    let steps = timeSteps(of: first, program)
    let gone = steps.prefix { norm($0.gradient) < Self.ratio * outputNorm }
    guard steps.count == 1 || Double(gone.count) >= Self.shareOutOfReach * Double(steps.count) else { return [] }
    let gradient = gone.last?.gradient ?? first.gradient
    return [
      Finding(
        subject: "gradient", address: CellAddress(gradient, cell: 0), value: Float(norm(gradient)),
        reference: Float(outputNorm))
    ]
  }

  private struct Activation {
    let node: Node
    /// Of its input; of a GRU's mixture, which has no activation of its own, the gradient of the state.
    let gradient: SlotID
  }

  /// The activation functions from the network's beginning; none when there are fewer than two.
  private func activations(_ program: Program) -> [Activation] {
    let found = program.nodes.compactMap { node in
      let slot: SlotID? =
        node.operation is any ElementwiseOperation
        ? node.inputs[0] : node.operation is Interpolate ? node.output : nil
      return slot.flatMap { program.gradient(of: $0) }.map { Activation(node: node, gradient: $0) }
    }
    return found.count >= 2 ? found : []
  }

  /// The same activation at the time steps of its layer that follow, as long as they do; itself where there are none.
  private func timeSteps(of first: Activation, _ program: Program) -> [Activation] {
    guard first.node.timeStep != nil else { return [first] }
    func place(_ node: Node) -> [String] { node.scope.filter { TimeStepScope.time(of: $0) == nil } }
    var times: Set<Int> = []
    // Of several in a step, such as those of an LSTM's cell, the first stands for the step.
    return activations(program).filter { activation in
      guard place(activation.node) == place(first.node), let time = activation.node.timeStep else { return false }
      return times.insert(time).inserted
    }
  }
}
