import Wording

/// The data sets that lessons use by name, in the order in which a learner meets them.
///
/// The package ships the measured ones in `sample-data`; SOURCES.md there says where they are from.
public enum DatasetCatalog {
  public static let entries: [CatalogEntry] =
    GeneratorCatalog.all.map(points) + [
      CatalogEntry(
        name: "penguins", summary: "Bills, flippers and weights of 333 penguins of three species",
        origin: .table(
          file: "penguins.csv",
          settings: TableSettings(
            separator: .comma, header: .present, label: "species",
            features: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"], target: .classes)),
        preparation: .standardize),
      CatalogEntry(
        name: "iris", summary: "Petals and sepals of 150 irises of three species",
        origin: .table(
          file: "iris.csv",
          settings: TableSettings(separator: .comma, header: .present, label: "class", target: .classes)),
        preparation: .standardize),
      CatalogEntry(
        name: "breast-cancer", summary: "30 measures of the cell nuclei in 569 tissue samples, benign or malignant",
        origin: .table(
          file: "breast_cancer.csv",
          settings: TableSettings(separator: .comma, header: .present, label: "class", target: .classes)),
        preparation: .standardize),
      CatalogEntry(
        name: "digits", summary: "1797 handwritten digits of 8×8 pixels, brightness 0 to 16",
        origin: .images(
          ImageFiles(
            train: ImageFiles.Pair(images: "digits8x8-images-idx3-ubyte", labels: "digits8x8-labels-idx1-ubyte"),
            side: 8)),
        preparation: .divide(by: 16)),
      CatalogEntry(
        name: "fashion",
        summary: "Articles of clothing, 28×28 pixels: 2000 to train on, 500 to test on, of ten classes",
        origin: .images(
          ImageFiles(
            train: ImageFiles.Pair(
              images: "fashion-train2000-images-idx3-ubyte", labels: "fashion-train2000-labels-idx1-ubyte"),
            test: ImageFiles.Pair(
              images: "fashion-test500-images-idx3-ubyte", labels: "fashion-test500-labels-idx1-ubyte"),
            classNames: fashionClasses, side: 28)),
        preparation: .divide(by: 255)),
      CatalogEntry(
        name: "fashion-full",
        summary: "All of Fashion-MNIST, where it is installed: 60,000 to train on, 10,000 to test on",
        origin: .images(.usual(classNames: fashionClasses)), preparation: .divide(by: 255),
        installed: InstalledData(
          folder: "/usr/share/datasets/fashion-mnist", package: "dataset-fashion-mnist",
          variable: "BACKSTEP_FASHION_MNIST")),
      CatalogEntry(
        name: "photographs", summary: "Three photographs, and what a filter makes of them: the filter is to be learned",
        origin: .photographs(files: ["camera256.pgm", "coins192.pgm", "brick128.pgm"]), preparation: .divide(by: 255)),
    ] + SequenceGeneratorCatalog.all.map(memoryTask) + [
      CatalogEntry(
        name: "words", summary: "600 words of each of six languages, to be told apart letter by letter",
        origin: .words(
          WordFiles([
            WordFiles.File(name: "words-en.txt", className: "English"),
            WordFiles.File(name: "words-es.txt", className: "Spanish"),
            WordFiles.File(name: "words-fr.txt", className: "French"),
            WordFiles.File(name: "words-nl.txt", className: "Dutch"),
            WordFiles.File(name: "words-pl.txt", className: "Polish"),
            WordFiles.File(name: "words-pt.txt", className: "Portuguese"),
          ])), preparation: .keep),
      series(
        "sunspots", "Sunspots, year by year from 1700 to 2008", file: "sunspots-yearly.csv", target: "sunspots",
        unit: "sunspot number"),
      series(
        "elnino", "Temperature of the sea off Peru, month by month from 1950 to 2010", file: "elnino-monthly.csv",
        target: "sst_celsius", unit: "°C"),
      series(
        "co2", "Carbon dioxide in the air over Hawaii, week by week from 1958 to 2001, with 59 gaps",
        file: "co2-weekly.csv", target: "co2", unit: "ppm"),
      shares("ibm", of: "IBM"), shares("msft", of: "Microsoft"), shares("aapl", of: "Apple"),
      texts(
        "names", "5163 first names, US census of 1990: the next letter is to be told",
        from: .wordList(file: "first-names-us1990.csv")),
      texts(
        "topics", "4200 definitions of a dictionary, of six topics",
        from: .labeled(file: "topics.tsv", label: "label", text: "sentence")),
      texts(
        "pronunciation", "8000 English words and how they are spoken, letters to 39 sounds",
        from: .transcription(file: "pronunciation.tsv")),
    ] + TextGeneratorCatalog.all.map(generated)

  private static func series(
    _ name: String, _ summary: String, file: String, target: ColumnReference, unit: String,
    offeredFeatures: [[String]] = []
  ) -> CatalogEntry {
    CatalogEntry(
      name: name, summary: summary,
      origin: .series(
        SeriesSource(
          file: file, target: target, separator: .comma, header: .present, unit: unit, offeredFeatures: offeredFeatures)
      ),
      preparation: .standardize)
  }

  private static func shares(_ name: String, of company: String) -> CatalogEntry {
    series(
      name, "Shares of \(company), 3270 trading days from 2000 to 2013", file: "\(name)-daily.csv", target: "close",
      unit: "US$", offeredFeatures: [["close", "volume"], ["open", "high", "low", "close", "volume"]])
  }

  /// As H. Xiao, K. Rasul and R. Vollgraf name them (arXiv:1708.07747, table 2).
  private static let fashionClasses = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]

  /// The entry with a name, or an error that suggests the nearest one.
  public static func entry(named name: String) throws(DataError) -> CatalogEntry {
    if let entry = entries.first(where: { $0.name == name }) { return entry }
    let names = entries.map(\.name)
    throw DataError(
      .unknownDataset, in: "data set", found: Quotation.quoted(name), needed: Quotation.choice(of: names),
      suggestion: NearestName.suggestion(for: name, among: names))
  }

  private static func texts(_ name: String, _ summary: String, from source: TextSource) -> CatalogEntry {
    CatalogEntry(name: name, summary: summary, origin: .texts(source), preparation: .keep)
  }

  /// 3000 texts: enough for a Transformer of one block to learn them.
  private static func generated(_ generator: any TextGenerator) -> CatalogEntry {
    texts(generator.name, generator.summary, from: .generated(generator, count: 3000))
  }

  /// A lag at which every cell can learn its task: lessons turn it up.
  private static func memoryTask(_ generator: any SequenceGenerator) -> CatalogEntry {
    CatalogEntry(
      name: generator.name, summary: generator.summary, origin: .sequences(generator, count: 500, lag: 10),
      preparation: .keep)
  }

  /// 500 points, raw: what the TensorFlow Playground shows, where learners may come from.
  private static func points(_ generator: any DatasetGenerator) -> CatalogEntry {
    CatalogEntry(
      name: generator.name, summary: generator.summary, origin: .points(generator, count: 500), preparation: .keep)
  }
}
