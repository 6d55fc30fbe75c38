import Autodiff
import Export
import Foundation
import Stepping
import Testing

struct ExplanationReportTests {
  private func report(_ name: String, cell: Int, gradient: Bool = false) throws -> ExplanationReport {
    let timeline = try Timeline(try SmallRun.setup())
    let program = timeline.program
    timeline.go(to: Moment(iteration: 0, position: program.lastPosition(of: .backward) ?? 0))
    let slot = try #require(program.slot(named: name))
    let id = gradient ? try #require(program.gradient(of: slot.id)) : slot.id
    return ExplanationReport(
      timeline.machine.explanation(of: CellAddress(id, cell: cell)), of: program, lesson: "small", iteration: 0)
  }

  @Test func termsAddUpAndFactorsMultiply() throws {
    for (name, gradient) in [("hidden.sum", false), ("hidden.weight", true), ("output.output", false), ("loss", false)]
    {
      let report = try report(name, cell: 0, gradient: gradient)
      let terms = try #require(report.terms)
      let value = Double(try #require(report.value))
      #expect(abs(terms.reduce(0) { $0 + $1.value } - value) <= 1e-5 * terms.reduce(1e-6) { $0 + abs($1.value) })
      for term in terms { #expect(abs(term.factors.reduce(1, *) - term.value) <= 1e-12) }
      #expect(report.sum == terms.reduce(0) { $0 + $1.value })
    }
  }

  @Test func expressionsNameTheOperands() throws {
    let terms = try #require(try report("hidden.sum", cell: 3).terms)
    #expect(
      terms.map(\.names) == [
        "features[1, 0] · hidden.weight[0, 1]", "features[1, 1] · hidden.weight[1, 1]", "hidden.bias[1]",
      ])
  }

  @Test func jsonHasItsFields() throws {
    let text = JSONText.text(try report("hidden.sum", cell: 0).json)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(object.keys).isSuperset(of: ["value", "formula", "terms", "sum"]))
    let first = try #require((object["terms"] as? [[String: Any]])?.first)
    #expect(Set(first.keys) == ["expression", "factors", "value"])
  }

  @Test func dataHaveNoTerms() throws {
    let report = try report("features", cell: 0)
    #expect(report.terms == nil)
    #expect(report.sum == nil)
    #expect(report.lines(.english).first?.hasPrefix("features[0, 0] = ") == true)
  }

  @Test func linesEndInTheSum() throws {
    let lines = try report("hidden.sum", cell: 0).lines(.english)
    #expect(lines.contains("  y = x · W + b"))
    #expect(lines.last?.hasPrefix("  Σ") == true)
  }
}
