public import Autodiff
public import NeuralNet
import Stepping
import TensorMath

/// How much the gradients of single batches scatter around that of all samples, before any training:
///
///     √(mean over the batches of ‖g_B − g‖²) / ‖g‖,   g = mean over the batches of g_B
///
/// All parameters' gradients are taken together. 0 when all samples are one batch. (Bottou, Curtis and Nocedal
/// 2018, "Optimization methods for large-scale machine learning", section 4.)
public struct GradientNoise: Measure {
  public static let name = "gradient-noise"

  private var noise: Double?

  public init(_ settings: [String: String]) throws(SettingError) {}

  public var title: BilingualText {
    BilingualText("gradient noise at the start", zh: "开始时的梯度噪声")
  }

  public mutating func begin(_ trial: Trial) throws(SettingError) {
    // With a learning rate of 0 every batch of an epoch meets the first weights.
    var still = trial.setup.configuration
    still.learningRate = 0
    guard let setup = try? TrainingSetup(still, data: trial.setup.data), let machine = try? TrainingMachine(setup)
    else {
      return
    }
    var gradients: [[Double]] = []
    for _ in 0..<machine.batchesPerEpoch {
      machine.runIteration()
      gradients.append(
        machine.program.parameters.flatMap { machine.bound.view(of: $0.gradient).values.map(Double.init) })
    }
    noise = Self.noise(gradients)
  }

  static func noise(_ gradients: [[Double]]) -> Double? {
    guard let width = gradients.first?.count else { return nil }
    let count = Double(gradients.count)
    let mean = (0..<width).map { cell in gradients.reduce(0) { $0 + $1[cell] } / count }
    let size = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard size > 0 else { return nil }
    let scatter = gradients.reduce(0) { sum, gradient in
      sum + zip(gradient, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return (scatter / count).squareRoot() / size
  }

  public func figure(_ trial: Trial, comparedWith first: Trial) throws(SettingError) -> Double? { noise }
}
