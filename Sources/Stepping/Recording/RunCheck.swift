import TensorMath

/// What a run held at a moment: enough to prove that a replay has the same bits, and to say how far it
/// is off where it has not.
public struct RunCheck: Hashable, Sendable {
  public let moment: Moment
  /// FNV-1a over the bits of all parameters and optimizer states and of the learning rate.
  public let digest: UInt64
  /// √(sum of squares) of the parameters.
  public let norm: Double
  /// Mean data loss over the training samples.
  public let loss: Double

  public init(moment: Moment, digest: UInt64, norm: Double, loss: Double) {
    self.moment = moment
    self.digest = digest
    self.norm = norm
    self.loss = loss
  }

  /// How far loss and norm may be off where another processor or another BLAS did the arithmetic.
  ///
  /// Sums of n float products in another order differ by about n · 2⁻²⁴ of their size, 10⁻⁵ for the sums
  /// here, and a training that converges carries such differences on without letting them grow a hundredfold.
  /// More than a thousandth means that something else ran.
  public static let tolerance = 1e-3

  /// The larger of the relative differences of loss and norm; 0 where both have none that is a number.
  public func difference(from other: RunCheck) -> Double {
    max(Self.relative(loss, other.loss), Self.relative(norm, other.norm))
  }

  private static func relative(_ a: Double, _ b: Double) -> Double {
    if a.isNaN && b.isNaN || a == b { return 0 }
    let difference = (a - b).magnitude / max(a.magnitude, b.magnitude)
    return difference.isNaN ? .infinity : difference
  }
}

extension Timeline {
  /// What is there now.
  public func check() -> RunCheck {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bits: UInt32) { digest = (digest ^ UInt64(bits)) &* 0x100_0000_01b3 }
    for number in machine.durableState() { add(number.bitPattern) }
    add(machine.learningRate.bitPattern)
    let squares = machine.parameterNumbers().reduce(0) { $0 + Double($1) * Double($1) }
    predictor.adopt(machine)
    let loss = predictor.evaluation(completedIterations: machine.completedIterations)?.train.loss
    return RunCheck(moment: now, digest: digest, norm: squares.squareRoot(), loss: loss ?? .nan)
  }
}
