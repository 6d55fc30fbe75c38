public import Autodiff
import TensorMath

/// Brings each channel to mean 0 and variance 1 and lets it learn a mean and a deviation of its own, then an activation
/// (Ioffe and Szegedy 2015, arXiv:1502.03167). x [batch, channels, height, width] or [batch, channels]; gamma and beta
/// [channels]; output as x.
///
/// The training program takes mean and variance of the batch, and lets `running_mean` and `running_variance` follow
/// them: running ← (1 − m) · running + m · batch, the variance made unbiased, as in PyTorch. The programs that
/// evaluate and predict take these instead.
public struct BatchNormalization: Layer {
  public static let name = "batch-normalization"
  public static let settings =
    [LayerSetting("epsilon", default: "1e-5"), LayerSetting("momentum", default: "0.1")] + ActivationCatalog.settings
  public static let hasUnits = false
  public let epsilon: Float
  /// m: how much of each batch the running statistics take over.
  public let momentum: Float
  public let activation: (any Operation)?

  public init(_ settings: [String: String]) throws(SettingError) {
    epsilon = try LayerSettings.decimal(settings, "epsilon", needed: "a number above 0, up to 1") { $0 > 0 && $0 <= 1 }
    momentum = try LayerSettings.decimal(settings, "momentum", needed: "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
    activation = try ActivationCatalog.operation(in: settings)
  }

  public func build(
    _ input: ProgramBuilder.Value, named name: String, in network: inout NetworkBuilder
  ) throws(ShapeError) -> ProgramBuilder.Value {
    network.program.scope.append(name)
    defer { network.program.scope.removeLast() }
    guard input.shape.rank == 4 || input.shape.rank == 2 else {
      throw ShapeError(Self.name, found: [input.shape], needed: "batch×channels×height×width or batch×channels")
    }
    let channels = input.shape.dimensions[1]
    let gamma = network.parameter("\(name).gamma", [channels], OneInitializer(), fanIn: 1, fanOut: 1)
    let beta = network.parameter("\(name).beta", [channels], ZeroInitializer(), fanIn: 1, fanOut: 1)
    let runningMean = network.program.runningStatistic("\(name).running_mean", [channels], initialValue: 0)
    let runningVariance = network.program.runningStatistic("\(name).running_variance", [channels], initialValue: 1)
    var (mean, variance) = (runningMean, runningVariance)
    if network.isTraining {
      mean = try network.program.apply(ChannelMean(), input, named: "\(name).mean")
      variance = try network.program.apply(ChannelVariance(), input, mean, named: "\(name).variance")
      network.program.follow(mean, by: runningMean, momentum: momentum)
      network.program.follow(
        variance, by: runningVariance, momentum: momentum, scale: .unbiased(count: input.shape.count / channels))
    }
    let normalized = try network.program.apply(
      Normalize(epsilon: epsilon), input, mean, variance, named: "\(name).normalized")
    let scaled = try network.program.apply(
      ScaleAndShift(), normalized, gamma, beta, named: activation == nil ? "\(name).output" : "\(name).scaled")
    guard let activation else { return scaled }
    return try network.program.apply(activation, scaled, named: "\(name).output")
  }
}
