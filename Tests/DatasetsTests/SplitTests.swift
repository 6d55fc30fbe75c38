import Datasets
import TensorMath
import Testing

@Suite struct SplitTests {
  @Test(arguments: ["penguins", "iris", "breast-cancer", "digits", "circles", "plane"], [0.05, 0.5, 0.8, 1])
  func everyExampleLandsInExactlyOnePart(_ name: String, _ trainShare: Double) throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: name, seed: 1))
    let parts = Split(trainShare: trainShare, seed: 4).parts(of: dataset)
    #expect((parts.train + parts.test).sorted() == Array(0..<dataset.count))
    #expect(parts.train.count == Int((trainShare * Double(dataset.count)).rounded()))
  }

  @Test(arguments: ["penguins", "breast-cancer", "digits", "xor"])
  func classesKeepTheirShares(_ name: String) throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: name, seed: 1))
    let parts = Split(trainShare: 0.8, seed: 4).parts(of: dataset)
    let train = dataset.selecting(examples: parts.train).classCounts
    for (count, all) in zip(train, dataset.classCounts) { #expect(abs(Double(count) - 0.8 * Double(all)) < 1) }
  }

  @Test func aRareClassIsOnBothSides() throws {
    let rows = (0..<40).map { "\($0),\($0 < 2 ? "rare" : "common")" }.joined(separator: "\n")
    let dataset = try Written.table("a,class\n" + rows).dataset
    for share in [0.1, 0.5, 0.9] {
      let parts = Split(trainShare: share, seed: 2).parts(of: dataset)
      #expect(dataset.selecting(examples: parts.train).classCounts[1] == 1)
      #expect(dataset.selecting(examples: parts.test).classCounts[1] == 1)
    }
  }

  @Test func theSeedDecides() throws {
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "iris", seed: 1))
    #expect(Split(seed: 4).parts(of: dataset) == Split(seed: 4).parts(of: dataset))
    #expect(Split(seed: 4).parts(of: dataset) != Split(seed: 5).parts(of: dataset))
  }

  @Test func partsComeOutMixed() throws {
    // The file is sorted by class: unmixed, the first 40 examples would all be setosa.
    let dataset = try SampleFiles.dataset(DataSelection(dataset: "iris", seed: 1))
    let train = Split(seed: 4).parts(of: dataset).train
    #expect(Set(train.prefix(40).map { dataset.classIndex($0) }).count == 3)
  }

  @Test func aDrawnPartKeepsTheSharesToo() throws {
    let drawn = try SampleFiles.dataset(DataSelection(dataset: "penguins", count: 100, seed: 1))
    #expect(drawn.classCounts == [44, 20, 36])
    #expect(drawn.lines == drawn.lines.sorted())
    #expect(try SampleFiles.dataset(DataSelection(dataset: "penguins", count: 100, seed: 2)) != drawn)
  }
}
