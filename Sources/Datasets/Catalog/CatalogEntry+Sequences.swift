/// Memory tasks as they are asked for.
extension CatalogEntry {
  func sequences(
    from generator: any SequenceGenerator, defaultCount: Int, usualLag: Int, _ selection: DataSelection
  ) throws(DataError) -> Dataset {
    let (count, lag) = (selection.count ?? defaultCount, selection.lag ?? usualLag)
    guard count >= 2, count <= Self.largestPointCount else {
      throw wrongChoice("count", found: "\(count)", needed: "2 to \(Self.largestPointCount) sequences")
    }
    guard DataSelection.lags.contains(lag) else {
      throw wrongChoice("lag", found: "\(lag)", needed: "1 to \(DataSelection.lags.upperBound) steps")
    }
    let noise = selection.noise ?? generator.usualNoise
    guard noise >= 0, noise <= 0.5 else {
      throw wrongChoice("noise", found: "\(noise)", needed: "a share from 0 to 0.5")
    }
    guard selection.features == nil else {
      throw wrongChoice("features", found: "a choice of features", needed: "none: \(name) holds whole sequences")
    }
    var classes = generator.classNames
    if let chosen = selection.classes {
      guard !classes.isEmpty else {
        throw wrongChoice("classes", found: "a choice of classes", needed: "none: \(name) has a quantity to predict")
      }
      classes = try Dataset.indices(ofClasses: chosen, among: classes, in: name).map { generator.classNames[$0] }
    }
    try checkSize(count, (lag + 2) * generator.channels(classes: classes).count)
    return generator.dataset(count: count, lag: lag, noise: noise, classes: classes, seed: selection.seed)
  }
}
