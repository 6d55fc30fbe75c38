import TensorMath
import Wording

/// From a wish to examples: choices are checked here, with the catalog's values where none was made.
extension CatalogEntry {
  /// More points than any lesson shows; a typing error should not fill the memory.
  static var largestPointCount: Int { 100_000 }

  /// 2²⁶ floats fill 256 MiB; the 70,000 images of Fashion-MNIST are 55 million.
  static var mostPixels: Int { 1 << 26 }

  /// The examples that `selection` asks for, raw and not yet split.
  ///
  /// - Parameter files: the bytes of each of ``files``, by its name there.
  public func examples(for selection: DataSelection, files: [String: [UInt8]]) throws(DataError) -> RawExamples {
    try checkKind(selection)
    switch origin {
    case .points(let generator, let count):
      return .numbers(try points(from: generator, defaultCount: count, selection))
    case .table(let file, let settings):
      let bytes = try bytes(of: file, in: files)
      let table = try TableParser.parse(bytes, file: file, name: name, settings: settings).dataset
      return try part(of: .numbers(table), selection)
    case .images(let pairs):
      return try part(of: .images(images(pairs, in: files)), selection)
    case .photographs(let names):
      return try part(of: .numbers(photographs(names, in: files, selection)), selection)
    case .words(let list):
      return try part(of: .words(WordListParser.parse(list, files: files, name: name)), selection)
    case .sequences(let generator, let count, let lag):
      return .numbers(try sequences(from: generator, defaultCount: count, usualLag: lag, selection))
    case .series(let source):
      return .numbers(try seriesExamples(from: source, for: selection, files: files))
    case .texts(let source):
      return try textExamples(from: source, for: selection, files: files)
    }
  }

  /// The same as floats.
  public func dataset(for selection: DataSelection, files: [String: [UInt8]]) throws(DataError) -> Dataset {
    try examples(for: selection, files: files).dataset
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
    let shift = selection.shift ?? 0
    guard DataSelection.shifts.contains(shift) else {
      throw wrongChoice("shift", found: "\(shift)", needed: "0 to 8 pixels")
    }
    guard shift == 0 || holdsImages else {
      throw wrongChoice("shift", found: "\(shift)", needed: "none: \(name) holds no images")
    }
    if holdsPhotographs, preparation == .standardize {
      throw wrongChoice(
        "preparation", found: "standardizing", needed: "keeping or dividing: a filter needs its pixels alike")
    }
    if case .words = origin, preparation != .keep {
      throw wrongChoice(
        "preparation", found: "another preparation", needed: "keep: a letter is 1 where it stands, 0 elsewhere")
    }
    if case .texts(let source) = origin {
      try checkKind(selection)
      guard preparation == .keep else {
        throw wrongChoice("preparation", found: "another preparation", needed: "keep: a token's number is a name")
      }
      return try preparedTexts(from: source, for: selection, files: files)
    }
    if case .series(let source) = origin {
      try checkKind(selection)
      return try preparedSeries(from: source, for: selection, files: files, preparation: preparation)
    }
    let split = Split(trainShare: selection.trainShare, seed: selection.seed)
    return PreparedData(
      try examples(for: selection, files: files), split: split, preparation: preparation, shift: shift)
  }

  /// Choices for another kind of data are no choices here.
  private func checkKind(_ selection: DataSelection) throws(DataError) {
    if !holdsPhotographs {
      guard selection.imageSize == nil else {
        throw wrongChoice("image size", found: "a size", needed: "none: \(name) holds no photographs")
      }
      guard selection.targetFilter == nil else {
        throw wrongChoice("target filter", found: "a filter", needed: "none: \(name) holds no photographs")
      }
    }
    guard selection.lag == nil || usualLag != nil else {
      throw wrongChoice("lag", found: "a lag", needed: "none: \(name) holds no generated sequences")
    }
    if textSource == nil, let choice = selection.texts.firstChoice {
      throw wrongChoice(choice, found: "a choice", needed: "none: \(name) holds no texts as tokens")
    }
    if !holdsSeries, let choice = selection.series.firstChoice {
      throw wrongChoice(choice, found: "a choice", needed: "none: \(name) is no series")
    }
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

  private func images(_ pairs: ImageFiles, in files: [String: [UInt8]]) throws(DataError) -> LabeledImages {
    let train = try pair(pairs.train, in: files)
    guard let test = pairs.test else {
      return try IDXImages.parse(
        images: train.images, labels: train.labels, name: name, classNames: pairs.classNames)
    }
    return try IDXImages.parse(train: train, test: pair(test, in: files), name: name, classNames: pairs.classNames)
  }

  private func photographs(
    _ names: [String], in files: [String: [UInt8]], _ selection: DataSelection
  ) throws(DataError) -> Dataset {
    let side = selection.imageSize ?? DataSelection.usualImageSize
    guard DataSelection.imageSizes.contains(side) else {
      throw wrongChoice("image size", found: "\(side)", needed: "8 to 128 pixels")
    }
    let filterName = selection.targetFilter ?? DataSelection.usualTargetFilter
    guard let filter = ImageFilterCatalog.filter(named: filterName) else {
      throw DataError(
        .wrongChoice, in: name, at: .choice("target filter"), found: Quotation.quoted(filterName),
        needed: Quotation.choice(of: ImageFilterCatalog.names),
        suggestion: NearestName.suggestion(for: filterName, among: ImageFilterCatalog.names))
    }
    var pictures: [GrayImage] = []
    for name in names { pictures.append(try GrayImage.parse(bytes(of: name, in: files), file: name)) }
    return Photographs.dataset(
      pictures, name: name, side: side, filter: filter, source: names.joined(separator: ", "))
  }

  private func pair(
    _ pair: ImageFiles.Pair, in files: [String: [UInt8]]
  ) throws(DataError) -> (images: IDXImages.File, labels: IDXImages.File) {
    (
      IDXImages.File(name: pair.images, bytes: try bytes(of: pair.images, in: files)),
      IDXImages.File(name: pair.labels, bytes: try bytes(of: pair.labels, in: files))
    )
  }

  func part(of examples: RawExamples, _ selection: DataSelection) throws(DataError) -> RawExamples {
    guard selection.noise == nil else {
      throw wrongChoice("noise", found: "a noise", needed: "none: \(name) is not generated but measured")
    }
    var part = examples
    if let classes = selection.classes { part = try part.selecting(classes: classes) }
    if let features = selection.features { part = try part.selecting(features: features) }
    if let count = selection.count {
      // Those for testing stay as they are: figures of runs with fewer images to learn from can be compared.
      let available = part.count - part.testCount
      guard count >= 2, count <= available else {
        throw wrongChoice("count", found: "\(count)", needed: "2 to \(available), as many as there are")
      }
      var random = RandomSource(seed: selection.seed, purpose: "drawn examples")
      let drawn = StratifiedDraw(part, count: available).draw(count, keepsBoth: false, using: &random).drawn
      part = part.selecting(drawn.sorted() + Array(available..<part.count))
    }
    try checkSize(part.count, part.featureCount)
    return part
  }

  /// What a network works on becomes floats all at once.
  func checkSize(_ count: Int, _ numbers: Int) throws(DataError) {
    guard count * numbers <= Self.mostPixels else {
      throw DataError(
        .absurdSize, in: name, found: "\(count) examples of \(numbers) numbers",
        needed: "at most \(Self.mostPixels) numbers in all", suggestion: "A smaller count draws some of them.")
    }
  }

  func bytes(of file: String, in files: [String: [UInt8]]) throws(DataError) -> [UInt8] {
    guard let bytes = files[file] else {
      throw DataError(.missingFile, in: name, found: "no file", needed: Quotation.quoted(file))
    }
    return bytes
  }

  func wrongChoice(_ choice: String, found: String, needed: String) -> DataError {
    DataError(.wrongChoice, in: name, at: .choice(choice), found: found, needed: needed)
  }
}
