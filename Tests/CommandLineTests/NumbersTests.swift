import Foundation
import Testing

/// trace, explain and verify.
struct NumbersTests {
  @Test func traceHasItsFields() throws {
    let trace = try ProgramRun("trace layers --iteration 3").json()
    #expect(trace["lesson"] as? String == "layers" && trace["iteration"] as? Int == 3)
    #expect(trace["loss"] is Double)
    let steps = try #require(trace["steps"] as? [[String: Any]])
    for (index, step) in steps.enumerated() {
      #expect(Set(step.keys).isSuperset(of: ["index", "phase", "operation", "scope", "inputs", "output"]))
      #expect(step["index"] as? Int == index)
    }
    let phases = steps.compactMap { $0["phase"] as? String }
    #expect(Set(phases) == ["load", "forward", "loss", "backward", "update"])
    let values = try #require(trace["values"] as? [String: [String: Any]])
    for (name, value) in values {
      let shape = try #require(value["shape"] as? [Int])
      let data = try #require(value["data"] as? [Any])
      #expect(data.count == shape.reduce(1, *), "\(name)")
      if let gradient = value["gradient"] as? [Any] { #expect(gradient.count == data.count, "\(name)") }
    }
    // Every step's inputs and output are values or gradients of values.
    let known = Set(values.keys).union(values.keys.map { "\($0).gradient" })
    for name in steps.flatMap({ ($0["inputs"] as? [String] ?? []) + [($0["output"] as? String ?? "")] }) {
      #expect(known.contains(name), "\(name)")
    }
  }

  @Test func explanationAgreesWithTheTrace() throws {
    let trace = try ProgramRun("trace layers --iteration 2").json()
    let values = try #require(trace["values"] as? [String: [String: Any]])
    let weight = try #require(values["hidden1.weight"])
    let gradients = try #require(weight["gradient"] as? [Double])
    let run = try ProgramRun("explain layers --value hidden1.weight --at 0,1 --gradient --iteration 2 --format json")
    let explanation = try run.json()
    #expect(explanation["value"] as? Double == gradients[1])
    let terms = try #require(explanation["terms"] as? [[String: Any]])
    #expect(terms.count == 10)
    let sum = terms.reduce(0.0) { $0 + ($1["value"] as? Double ?? .nan) }
    #expect(abs(sum - (explanation["sum"] as? Double ?? .nan)) < 1e-14)
    #expect(abs(sum - gradients[1]) < 1e-6)
    for term in terms {
      let factors = try #require(term["factors"] as? [Double])
      #expect(abs(factors.reduce(1, *) - (term["value"] as? Double ?? .nan)) < 1e-12)
      #expect((term["expression"] as? String)?.contains("features[") == true)
    }
  }

  @Test func explanationReadsLikeThePanel() throws {
    let run = try ProgramRun("explain backprop --value hidden.sum --at 0,0")
    #expect(run.status == 0)
    #expect(run.output.contains("hidden.sum[0, 0] = ") && run.output.contains("y = x · W + b"))
    #expect(run.output.contains("features[0, 0] · hidden.weight[0, 0]"))
    let chinese = try ProgramRun("explain backprop --value hidden.sum --at 0,0 --language zh")
    #expect(chinese.output.contains("每个"))
  }

  @Test func updatesAreExplained() throws {
    let run = try ProgramRun("explain layers --value output.bias --at 0 --set optimizer=adam --format json").json()
    #expect((run["terms"] as? [Any])?.count == 2)
    #expect(run["operation"] as? String == "adam")
  }

  @Test func verifyHoldsAndCounts() throws {
    let run = try ProgramRun("verify backprop --format json")
    #expect(run.status == 0)
    let answer = try run.json()
    #expect(answer["holds"] as? Bool == true)
    let report = try #require((answer["lessons"] as? [String: [String: Any]])?["backprop"])
    for part in ["terms", "gradients", "travel"] {
      let counts = try #require(report[part] as? [String: Any])
      #expect(counts["failures"] as? Int == 0)
    }
  }

  @Test func tensorsAreWritten() throws {
    let folder = try TemporaryFolder()
    for arguments in [["trace", "backprop", "--format", "safetensors"], ["export", "safetensors", "backprop"]] {
      let file = "\(folder.path)/\(arguments[1]).safetensors"
      let run = try ProgramRun(arguments + ["--output", file])
      #expect(run.status == 0, "\(run.errors)")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      #expect(bytes.count > 64)
      #expect(String(decoding: bytes.prefix(2000), as: UTF8.self).contains("hidden.weight"))
    }
  }

  @Test func pytorchGetsItsFiles() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(["export", "pytorch", "layers", "--output", "\(folder.path)/a/b"])
    #expect(run.status == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/a/b").sorted()
    #expect(names == ["data.safetensors", "expected.safetensors", "model.py", "weights.safetensors"])
    #expect(try ProgramRun(["export", "pytorch", "layers", "--output", "\(folder.path)/a/b"]).status == 73)
    #expect(
      try ProgramRun(["export", "pytorch", "layers", "--output", "\(folder.path)/a/b", "--overwrite"]).status == 0)
  }
}
