import Foundation
import Testing

/// experiment.
struct ExperimentTests {
  @Test func withoutAnIdTheClaimsAreListed() throws {
    let run = try ProgramRun("experiment")
    #expect(run.status == 0)
    for id in ["threshold/dead-zone", "optimizers/one-sample", "layers/stacking"] { #expect(run.output.contains(id)) }
    let chinese = try ProgramRun("experiment --language zh")
    #expect(chinese.output.contains("随机梯度下降"))
    let array = try JSONSerialization.jsonObject(with: Data(try ProgramRun("experiment --format json").output.utf8))
    #expect((array as? [[String: Any]])?.count == 32)
  }

  @Test func theTextHasClaimTableAndVerdict() throws {
    let run = try ProgramRun("experiment gradient-only")
    #expect(run.status == 0 && run.errors.isEmpty)
    for words in ["Claim: ", "optimizer", "adam", "0.5236", "[no]", "Verdict: DOES NOT HOLD"] {
      #expect(run.output.contains(words), "\(words)")
    }
    #expect(try ProgramRun("experiment gradient-only").output == run.output, "the same every time")
    #expect(try ProgramRun("experiment backprop").output == run.output, "a lesson stands for its experiments")
    #expect(try ProgramRun("experiment gradient-only --language zh").output.contains("结论：不成立"))
  }

  @Test func programsGetTheFiguresWhole() throws {
    let json = try ProgramRun("experiment gradient-only --format json --seconds").json()
    #expect(json["verdict"] as? String == "fails")
    let rows = try #require(json["rows"] as? [[String: Any]])
    #expect(rows.count == 6 && rows.allSatisfy { $0["seconds"] is Double })
    let adam = try #require(rows.last)
    #expect((adam["settings"] as? [String: String])?["optimizer"] == "adam")
    let distance = try #require((adam["figures"] as? [String: [String: Double]])?["distance"])
    let csv = try ProgramRun("experiment gradient-only --format csv").output.split(separator: "\n")
    #expect(csv.first == "optimizer,first-gradient,distance,final-loss" && csv.count == 7)
    let written = try #require(csv.last).split(separator: ",")[2]
    // Foundation's reader may be off in the last digit.
    let (csvDistance, jsonDistance) = (Double(written) ?? .nan, distance["median"] ?? .nan)
    #expect(abs(csvDistance - jsonDistance) < 1e-12)
    let markdown = try ProgramRun("experiment gradient-only --format markdown").output
    #expect(markdown.contains("| optimizer | ") && markdown.contains("**does not hold**"))
    let verdict = try ProgramRun("experiment gradient-only --format verdicts").output
    #expect(verdict.hasPrefix("| 1.6 backprop | gradient-only | ") && verdict.hasSuffix(" | 6 |\n"))
    #expect(verdict.contains("| **does not hold**: ") && verdict.split(separator: "\n").count == 1)
  }

  @Test func whatDoesNotExistIsSaid() throws {
    let run = try ProgramRun("experiment one-smaple")
    #expect(run.status == 66 && run.errors.contains("Did you mean \"one-sample\"?"))
    let none = try ProgramRun("experiment neuron")
    #expect(none.status == 66 && none.errors.contains("has no experiment"))
    #expect(try ProgramRun("experiment gradient-only --format html").status == 64)
  }
}
