/// Every observer, in the order in which a learner meets what they tell of. That a number is none is
/// looked for after every instruction, by ``Observation/lookForNonFinite(in:)``.
enum ObserverCatalog {
  static let all: [any Observer] = [
    DivergenceObserver(),
    PlateauObserver(),
    DeadUnitsObserver(),
    SaturatedUnitsObserver(),
    ExplodingGradientObserver(),
    VanishingGradientObserver(),
  ]
}
