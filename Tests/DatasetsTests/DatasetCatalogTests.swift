import Datasets
import TensorMath
import Testing

/// The shipped files, against what SOURCES.md and their publishers say about them.
@Suite struct DatasetCatalogTests {
  @Test func namesAreDifferent() {
    let names = DatasetCatalog.entries.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: DatasetCatalog.entries.filter { $0.installed == nil }.map(\.name))
  func everyEntryGivesData(_ name: String) throws {
    let data = try SampleFiles.prepared(DataSelection(dataset: name, seed: 1))
    #expect(data.raw.name == name)
    #expect(data.train.count > 0 && data.test.count > 0)
    // Tokens are numbers of their vocabulary, everything else is prepared to be small.
    let largest = Float(data.train.tokens.map { max($0.source.vocabulary.count, $0.told.vocabulary.count) } ?? 20)
    #expect(data.train.inputs.values.allSatisfy { $0.isFinite && abs($0) < largest })
    #expect(data.standardization.constantFeatures == [])
  }

  @Test func penguins() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "penguins", seed: 1))
    #expect(dataset.inputs.shape == [333, 4])
    #expect(dataset.task == .classification(classNames: ["Adelie", "Chinstrap", "Gentoo"]))
    #expect(dataset.classCounts == [146, 68, 119])
    #expect(Array(dataset.example(0)) == [39.1, 18.7, 181, 3750])
    #expect(dataset.lines == Array(2...334))
    #expect(dataset.selecting(examples: [5, 2]).lines == [7, 4])
    let fitted = Standardization(fittedTo: dataset.inputs)
    #expect(abs(fitted.means[2] - 200.966_97) < 1e-3 && abs(fitted.deviations[2] - 13.994_705) < 1e-4)
    #expect(abs(fitted.means[3] - 4207.057) < 1e-2 && abs(fitted.deviations[3] - 804.005_86) < 1e-2)
  }

  @Test func twoSpeciesOfPenguinsWithTwoFeatures() throws {
    let selection = DataSelection(
      dataset: "penguins", features: ["body_mass_g", "flipper_length_mm"], classes: ["Gentoo", "Adelie"], seed: 1)
    let dataset = try SampleFiles.dataset(selection)
    #expect(dataset.task == .binaryClassification(classNames: ["Gentoo", "Adelie"]))
    #expect(dataset.inputs.shape == [265, 2])
    #expect(dataset.targets.shape == [265, 1])
    #expect(dataset.classCounts == [119, 146])
    // Line 2 of the file is an Adelie, now the second class; its mass comes first.
    #expect(Array(dataset.example(0)) == [3750, 181])
    #expect(dataset.classIndex(0) == 1)
    #expect(dataset.lines[0] == 2)
    let indexed = dataset.withClassIndices()
    #expect(indexed.task == .classification(classNames: ["Gentoo", "Adelie"]))
    #expect(indexed.targets == Tensor([265], dataset.targets.values))
  }

  @Test func penguinsWithEveryColumn() throws {
    let settings = TableSettings(label: "species", categories: .oneHot)
    let reading = try TableParser.parse(SampleFiles.bytes("penguins.csv"), file: "penguins.csv", settings: settings)
    #expect(reading.separator == .comma && reading.hasHeader && reading.droppedRows.isEmpty)
    #expect(
      reading.dataset.featureNames == [
        "island=Biscoe", "island=Dream", "island=Torgersen", "bill_length_mm", "bill_depth_mm", "flipper_length_mm",
        "body_mass_g", "sex=FEMALE", "sex=MALE",
      ])
  }

  @Test func iris() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "iris", seed: 1))
    #expect(dataset.inputs.shape == [150, 4])
    #expect(dataset.classNames == ["setosa", "versicolor", "virginica"])
    #expect(dataset.classCounts == [50, 50, 50])
  }

  @Test func breastCancer() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "breast-cancer", seed: 1))
    #expect(dataset.inputs.shape == [569, 30])
    #expect(dataset.task == .binaryClassification(classNames: ["benign", "malignant"]))
    #expect(dataset.classCounts == [357, 212])
    #expect(abs(Standardization(fittedTo: dataset.inputs).means[3] - 654.8891) < 1e-2)
  }

  @Test func digits() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "digits", seed: 1))
    #expect(dataset.inputs.shape == [1797, 1, 8, 8])
    #expect(dataset.classNames == (0...9).map(String.init))
    #expect(dataset.classCounts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(dataset.inputs.values.min() == 0 && dataset.inputs.values.max() == 16)
    // The zero that everybody prints: its first row.
    #expect(Array(dataset.example(0).prefix(8)) == [0, 0, 5, 13, 9, 1, 0, 0])
    #expect(dataset.classIndex(0) == 0)
  }

  @Test func twoDigits() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "digits", classes: ["8", "3"], seed: 1))
    #expect(dataset.classCounts == [174, 183])
    #expect(dataset.inputs.shape == [357, 1, 8, 8])
  }

  @Test func pointsTakeCountNoiseAndComputedColumns() throws {
    let selection = DataSelection(
      dataset: "circles", features: ["x1^2", "x2^2"], count: 60, noise: 0.2, seed: 3, trainShare: 0.5)
    let data = try SampleFiles.prepared(selection)
    #expect(data.raw.featureNames == ["x₁²", "x₂²"])
    #expect(data.train.count == 30 && data.test.count == 30)
    #expect(try SampleFiles.dataset(DataSelection(dataset: "circles", seed: 3)).count == 500)
  }

  @Test func unitsAreReadFromNames() {
    #expect(FeatureName("flipper_length_mm").title == "flipper length (mm)")
    #expect(FeatureName("body_mass_g").unit == "g")
    #expect(FeatureName("error_area").title == "error area")
    #expect(FeatureName("x₁²").title == "x₁²")
    #expect(FeatureName("g").unit == nil)
  }
}
