import Autodiff
import Export
import Foundation
import Stepping
import Testing

/// The sheet's blanks can be filled from its key, and the key adds up.
struct WorksheetTests {
  private func sheets() throws -> [Worksheet] {
    let timeline = try Timeline(SmallRun.setup())
    return (1...timeline.machine.instructionCount).compactMap { position in
      timeline.go(to: Moment(iteration: 1, position: position))
      return Worksheet(timeline, lesson: "small")
    }
  }

  @Test func everyStepThatComputesHasASheet() throws {
    let sheets = try sheets()
    #expect(sheets.count >= 8)
    for sheet in sheets {
      #expect(!sheet.blanks.isEmpty && sheet.blanks.count <= Worksheet.mostBlanks && sheet.count >= sheet.blanks.count)
      for blank in sheet.blanks {
        let size = blank.terms.reduce(0) { $0 + abs($1.value) }
        #expect(abs(blank.sum - blank.value) <= 1e-5 * size + 1e-9, "\(blank.name)")
      }
      // Nothing that is asked for is given.
      let given = Set(sheet.given.map(\.name))
      for blank in sheet.blanks { #expect(!given.contains(blank.name)) }
    }
  }

  /// What the formula of an update has besides tensors is given too.
  @Test func anUpdateHasItsConstants() throws {
    let timeline = try Timeline(SmallRun.setup(optimizer: "adam"))
    timeline.step(.iteration)
    let sheet = try #require(Worksheet(timeline, lesson: "small"))
    #expect(sheet.constants.map(\.name) == ["η (learning rate)", "β₁ (beta1)", "β₂ (beta2)", "ε (epsilon)", "t"])
    #expect(sheet.constants.map(\.text).first == "0.5000" && sheet.constants.last?.text == "1")
    #expect(sheet.markdown(.english).contains("η (learning rate) = 0.5000, β₁ (beta1) = 0.9000"))
    // The averages are asked for before the parameter, and are not given.
    #expect(sheet.blanks.first?.name.contains(".m[") == true)
  }

  /// Cells of one line of CSV.
  private func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// Filled in from the key: every blank gets an answer, and every answer is the sum of its terms.
  @Test func theTableIsFilledFromItsKey() throws {
    for sheet in try sheets() {
      let rows = sheet.csv.split(separator: "\n").map(cells)
      #expect(rows.allSatisfy { $0.count == 5 })
      var filled: [String: Double] = [:]
      for row in rows where row[0] == "blank" {
        #expect(row[4].isEmpty)
        let answer = try #require(rows.first { $0[0] == "answer" && $0[1] == row[1] })
        #expect(answer[2] == row[2])
        filled[row[1]] = Double(answer[4])
      }
      #expect(filled.count == sheet.blanks.count)
      for (number, value) in filled {
        let terms = rows.filter { $0[0] == "term" && $0[1] == number }.compactMap { Double($0[4]) }
        let size = terms.reduce(0) { $0 + abs($1) }
        #expect(abs(terms.reduce(0, +) - value) <= 1e-5 * size + 1e-9)
      }
      for row in rows where row[0] == "given" { #expect(Double(row[4]) != nil, "\(row)") }
    }
  }

  @Test func theSheetHasRoomAndTheKeyStandsApart() throws {
    for sheet in try sheets() {
      for language in Language.allCases {
        let parts = sheet.markdown(language).components(separatedBy: "\n---\n")
        try #require(parts.count == 2)
        #expect(parts[0].components(separatedBy: "______").count > sheet.blanks.count)
        for blank in sheet.blanks {
          #expect(parts[0].contains("`\(blank.name)` = ____") && parts[1].contains("`\(blank.name)` = **"))
        }
        #expect(parts[1].contains(language == .english ? "Answer key" : "答案"))
      }
    }
  }
}
