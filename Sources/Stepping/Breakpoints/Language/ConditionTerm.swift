import Autodiff

/// A number of a condition, its names looked up.
indirect enum NumberTerm: Hashable, Sendable {
  case constant(Double)
  /// The iteration in progress, counted from 0.
  case iteration
  case epoch
  case learningRate
  /// From the latest evaluation on all samples.
  case metric(ConditionMetric)
  /// One number of a tensor. Its place is worked out when it is read: the last batch of an epoch may be shorter.
  case cell(SlotID, indices: [Int])
  /// All numbers of a tensor made into one.
  case reduction(Reduction, SlotID, ofMagnitudes: Bool)
  case magnitude(NumberTerm)
  case negative(NumberTerm)
  case arithmetic(ArithmeticSign, NumberTerm, NumberTerm)
}

/// What is either true or false at a look.
indirect enum TruthTerm: Hashable, Sendable {
  case comparison(ComparisonSign, NumberTerm, NumberTerm)
  case not(TruthTerm)
  case both(TruthTerm, TruthTerm)
  case either(TruthTerm, TruthTerm)
  /// What a number does from the look before to this one; `memory` is where its number is kept until then.
  case event(ConditionEvent, memory: Int, NumberTerm, bound: NumberTerm?)
  /// A number, or any number of a tensor, is NaN or infinite.
  case isNotFinite(NumberTerm)
  case holdsNotFinite(SlotID)
  /// Some number of the run has become NaN or infinite, now or before.
  case hasSeenNotFinite
  /// So many instructions of the iteration have run: the one that writes a certain value was the last.
  case isAt(position: Int)
}

/// How a tensor is made into one number.
enum Reduction: String, Hashable, Sendable, CaseIterable {
  /// The square root of the sum of squares.
  case norm
  case max, min, mean, sum
}

/// What an evaluation on all samples measures, by its word in conditions.
enum ConditionMetric: String, Hashable, Sendable, CaseIterable {
  case trainLoss = "train_loss"
  case testLoss = "test_loss"
  case trainAccuracy = "train_accuracy"
  case testAccuracy = "test_accuracy"
  /// Of the test part, or of the training part when there is no other.
  case rSquared = "r2"

  /// Nil where there is no test part.
  func value(in point: EvaluationPoint) -> Double? {
    switch self {
    case .trainLoss: point.train.loss
    case .testLoss: point.test?.loss
    case .trainAccuracy: point.train.metric
    case .testAccuracy: point.test?.metric
    case .rSquared: (point.test ?? point.train).metric
    }
  }
}
