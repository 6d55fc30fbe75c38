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
/// Frasconi, 1994).
///
/// Only where gradients pass two activations or more, and while there is something left to learn, a tenth
/// of the first loss: in a network that is right about nearly everything, small gradients are as they
/// should be.
struct VanishingGradientObserver: Observer {
  static let kind = Observation.Kind.vanishingGradient
  static let ratio = 1e-3
  /// Below this the output's own gradient has run into rounding, and the ratio says nothing.
  static let smallestNorm = 1e-12
  /// The share of the first loss that must be left.
  static let lossLeft = 0.1

  func findings(_ moment: ObservedMoment) -> [Finding] {
    let program = moment.program
    let first = moment.past.first?.trainLoss ?? .infinity
    guard moment.now.gradientNorm != nil, moment.now.trainLoss > Self.lossLeft * first, let loss = program.dataLoss,
      let comparison = program.nodes.first(where: { $0.output == loss }),
      let output = program.gradient(of: comparison.inputs[0]),
      let gradient = activationGradients(program).first
    else { return [] }
    let cells = moment.machine.bound.view(of: gradient)
    let norm = Kernels.sumOfSquares(cells).squareRoot()
    let outputNorm = Kernels.sumOfSquares(moment.machine.bound.view(of: output)).squareRoot()
    guard outputNorm.isFinite, outputNorm > Self.smallestNorm, norm < Self.ratio * outputNorm else { return [] }
    return [
      Finding(
        subject: "gradient", address: CellAddress(gradient, cell: 0), value: Float(norm), reference: Float(outputNorm))
    ]
  }

  /// The gradients of the inputs of activation functions, from the network's beginning; none when there
  /// are fewer than two.
  private func activationGradients(_ program: Program) -> [SlotID] {
    let gradients = program.nodes.compactMap { node in
      node.operation is any ElementwiseOperation ? program.gradient(of: node.inputs[0]) : nil
    }
    return gradients.count >= 2 ? gradients : []
  }
}
