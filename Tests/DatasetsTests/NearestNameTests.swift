import Datasets
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("iriss", "iris"), ("IRIS", "iris"), ("breast_cancer", "breast-cancer"), ("digit", "digits"), ("spirals", "spiral"), ("xro", "xor"),
  ])
  func aNearNameIsSuggested(_ typed: String, _ meant: String) {
    #expect(NearestName.find(typed, among: DatasetCatalog.entries.map(\.name)) == meant)
  }

  @Test(arguments: ["", "q", "mnist", "completely different"])
  func aFarNameIsNot(_ typed: String) {
    #expect(NearestName.find(typed, among: DatasetCatalog.entries.map(\.name)) == nil)
  }

  @Test func theNearestOfSeveralWins() {
    #expect(NearestName.find("x1^3", among: ["x2^2", "x1^2", "x1"]) == "x1^2")
    #expect(NearestName.find("any", among: []) == nil)
  }
}
