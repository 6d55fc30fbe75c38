import Autodiff
import Foundation
import TensorMath
import Testing

@Suite struct CatalogTests {
  /// Every operation that has a file is listed: what is not listed is not tested.
  @Test func noOperationIsForgotten() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Autodiff/Operations")
    var declared: Set<String> = []
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 10)
    for file in files {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let match = try #/^(?:public )?struct (\w+): .*Operation\b/#.firstMatch(in: line)
        if let match { declared.insert(String(match.1)) }
      }
    }
    let listed = Set(OperationCatalog.all.map { "\($0)" })
    #expect(declared.subtracting(listed).sorted() == [], "not in OperationCatalog")
    #expect(listed.subtracting(declared).sorted() == [], "without a file in Operations")
  }

  @Test func namesAreDistinct() {
    let names = OperationCatalog.all.map { $0.name }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { !$0.isEmpty && $0 == $0.lowercased() && !$0.contains(" ") })
  }

  @Test(arguments: OperationCatalog.all.indices)
  func examplesFit(_ index: Int) throws {
    let type = OperationCatalog.all[index]
    #expect(!type.examples.isEmpty)
    for example in type.examples {
      let operation = example.operation
      #expect("\(Swift.type(of: operation))" == "\(type)")
      #expect(example.inputs.count == operation.inputNames.count)
      let shapes = try operation.outputShapes(of: example.inputs.map(\.shape))
      #expect(shapes.count == operation.outputNames.count)
    }
  }

  @Test(arguments: OperationCatalog.all.indices)
  func formulasAreThereInBothLanguages(_ index: Int) throws {
    let operation = try #require(OperationCatalog.all[index].examples.first).operation
    let formulas = operation.formulas
    #expect(formulas.forward.contains("="))
    #expect(formulas.backward.count == operation.inputNames.count)
    #expect(operation.inputNames.isEmpty || formulas.backward.contains { $0.contains("∂") })
    #expect(formulas.meaning[.english].hasSuffix(".") && formulas.meaning[.english].count > 15)
    #expect(formulas.meaning[.chinese].hasSuffix("。"))
  }
}
