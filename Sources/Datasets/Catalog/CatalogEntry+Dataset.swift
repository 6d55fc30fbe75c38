import TensorMath
import Wording

/// From a wish to examples: choices are checked here, with the catalog's values where none was made.
extension CatalogEntry {
  /// More points than any lesson shows; a typing error should not fill the memory.
  private static var largestPointCount: Int { 100_000 }

  /// The examples that `selection` asks for, raw and not yet split.
  ///
  /// - Parameter files: the bytes of each of ``files``, by its name there.
  public func dataset(for selection: DataSelection, files: [String: [UInt8]]) throws(DataError) -> Dataset {
    switch origin {
    case .points(let generator, let count):
      return try points(from: generator, defaultCount: count, selection)
    case .table(let file, let settings):
      let bytes = try bytes(of: file, in: files)
      let table = try TableParser.parse(bytes, file: file, name: name, settings: settings).dataset
      return try part(of: table, selection)
    case .images(let file, let labels, let classNames):
      let images = IDXImages.File(name: file, bytes: try bytes(of: file, in: files))
      let answers = IDXImages.File(name: labels, bytes: try bytes(of: labels, in: files))
      return try part(
        of: IDXImages.parse(images: images, labels: answers, name: name, classNames: classNames), selection)
    }
  }

  /// The same, split and with its inputs prepared.
  public func prepared(for selection: DataSelection, files: [String: [UInt8]]) throws(DataError) -> PreparedData {
    guard selection.trainShare > 0, selection.trainShare <= 1 else {
      throw wrongChoice("train share", found: "\(selection.trainShare)", needed: "a number above 0 and up to 1")
    }
    let preparation = selection.preparation ?? self.preparation
    if case .divide(let divisor) = preparation, !(divisor > 0 && divisor.isFinite) {
      throw wrongChoice("preparation", found: "dividing by \(divisor)", needed: "a divisor above 0")
    }
    let split = Split(trainShare: selection.trainShare, seed: selection.seed)
    return PreparedData(try dataset(for: selection, files: files), split: split, preparation: preparation)
  }

  private func points(
    from generator: any DatasetGenerator, defaultCount: Int, _ selection: DataSelection
  ) throws(DataError) -> Dataset {
    let count = selection.count ?? defaultCount
    guard count >= 2, count <= Self.largestPointCount else {
      throw wrongChoice("count", found: "\(count)", needed: "2 to \(Self.largestPointCount) points")
    }
    let noise = selection.noise ?? 0
    guard noise >= 0, noise <= 0.5 else {
      throw wrongChoice("noise", found: "\(noise)", needed: "a share from 0 to 0.5")
    }
    var points = generator.dataset(count: count, noise: noise, seed: selection.seed)
    if let features = selection.features { points = try InputFeatures(named: features, in: name).apply(to: points) }
    if let classes = selection.classes { points = try points.selecting(classes: classes) }
    return points
  }

  private func part(of dataset: Dataset, _ selection: DataSelection) throws(DataError) -> Dataset {
    guard selection.noise == nil else {
      throw wrongChoice("noise", found: "a noise", needed: "none: \(name) is not generated but measured")
    }
    var part = dataset
    if let classes = selection.classes { part = try part.selecting(classes: classes) }
    if let features = selection.features { part = try part.selecting(features: features) }
    if let count = selection.count {
      guard count >= 2, count <= part.count else {
        throw wrongChoice("count", found: "\(count)", needed: "2 to \(part.count), as many as there are")
      }
      var random = RandomSource(seed: selection.seed, purpose: "drawn examples")
      let drawn = StratifiedDraw(part).draw(count, keepsBoth: false, using: &random).drawn
      part = part.selecting(examples: drawn.sorted())
    }
    return part
  }

  private func bytes(of file: String, in files: [String: [UInt8]]) throws(DataError) -> [UInt8] {
    guard let bytes = files[file] else {
      throw DataError(.missingFile, in: name, found: "no file", needed: Quotation.quoted(file))
    }
    return bytes
  }

  private func wrongChoice(_ choice: String, found: String, needed: String) -> DataError {
    DataError(.wrongChoice, in: name, at: .choice(choice), found: found, needed: needed)
  }
}
