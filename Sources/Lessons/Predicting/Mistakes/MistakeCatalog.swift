public import Stepping

/// Every classic mistake, the most particular first: where several explain an answer, the earlier one is told.
public enum MistakeCatalog {
  public static let all = particular + general

  private static let particular: [any Mistake.Type] = [
    // Functions
    MissingActivation.self,
    MissingDerivative.self,
    DerivativeAtInput.self,
    UnnormalizedSoftmax.self,
    WrongProbability.self,
    WrongLogarithm.self,
    MissingTwo.self,
    // Windows
    FlippedKernel.self,
    MissingPadding.self,
    IgnoredStride.self,
    GradientToAll.self,
    MissingWindowShare.self,
    // Updates
    AddedUpdate.self,
    MissingLearningRate.self,
    OnlyTheStep.self,
    MissingBiasCorrection.self,
    MissingRoot.self,
    MissingEpsilon.self,
    // Means
    MissingMean.self,
    DividedTwice.self,
    AveragedInsteadOfSummed.self,
    // Sums and products
    MissingBias.self,
    MissingContribution.self,
    TransposedMatrix.self,
    UpdatedWeight.self,
    EarlierWeight.self,
    OppositeSign.self,
    // A step before, a step behind
    CarriedMistake.self,
    StepTooFar.self,
  ]

  /// What can be said of almost any wrong number: told only where nothing more particular fits.
  private static let general: [any Mistake.Type] = [
    AddedFactors.self,
    MissingFactor.self,
    MissingTerm.self,
    OtherCell.self,
  ]

  /// What comes out with each mistake that can be made here, the most particular mistake first.
  public static func wrongNumbers(for number: WorkedNumber) -> [WrongNumber] {
    all.flatMap { $0.wrongNumbers(for: number) }.filter(\.value.isFinite)
  }

  /// The mistakes that an answer fits, at most two: those nearest to it, the most particular first. A mistake that
  /// leads to the right number by chance is none.
  public static func fitting(
    _ answer: Double, right: Double, among wrong: [WrongNumber], tolerance: NumberTolerance
  ) -> [WrongNumber] {
    let fitting = wrong.filter { tolerance.allows(answer, for: $0.value) && !tolerance.allows($0.value, for: right) }
    guard let nearest = fitting.map({ abs($0.value - answer) }).min() else { return [] }
    // Answers are rounded: what is not clearly further away than the nearest counts as well.
    let limit = nearest + 0.1 * tolerance.size(at: answer)
    let near = fitting.filter { abs($0.value - answer) <= limit }
    let generalNames = Set(general.map { $0.name })
    let particular = near.filter { !generalNames.contains($0.mistake) }
    var named: Set<String> = []
    return Array((particular.isEmpty ? near : particular).filter { named.insert($0.mistake).inserted }.prefix(2))
  }
}
