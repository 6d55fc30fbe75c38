import Foundation
import Testing

/// Screens without a terminal, and the workbench in sentences.
struct ScreensTests {
  @Test func theScreenHasItsSize() throws {
    let run = try ProgramRun(["screen", "neuron", "--keys", "n n n Enter", "--size", "100x30"])
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == 30)
    #expect(run.output.contains("backstep"))
  }

  @Test func keysForwardAndBackGiveTheSameScreen() throws {
    let there = try ProgramRun(["screen", "layers", "--keys", "i n n n"]).output
    let back = try ProgramRun(["screen", "layers", "--keys", "i n n n n N"]).output
    // A future that has been seen is still marked; time and numbers are the same.
    #expect(there.split(separator: "\n").dropFirst().count == back.split(separator: "\n").dropFirst().count)
  }

  @Test func picturesAndColorsAreWritten() throws {
    #expect(try ProgramRun(["screen", "neuron", "--format", "svg"]).output.hasPrefix("<svg "))
    #expect(try ProgramRun(["screen", "neuron", "--format", "ansi"]).output.contains("\u{1B}[0;"))
    let plain = try ProgramRun(["screen", "neuron", "--format", "ansi", "--colors", "mono", "--ascii"]).output
    #expect(!plain.contains("38;5;"))
    #expect(plain.allSatisfy { $0.isASCII })
  }

  @Test func theScreenSpeaksChinese() throws {
    #expect(try ProgramRun(["screen", "neuron", "--language", "zh"]).output.contains("迭代"))
    #expect(try ProgramRun(["screen", "neuron"], environment: ["LANG": "zh_CN.UTF-8"]).output.contains("迭代"))
  }

  @Test func withoutALessonTheListIsShown() throws {
    let run = try ProgramRun("screen")
    #expect(run.status == 0 && run.output.contains("1.1"))
  }

  @Test func anyKeysGiveAScreen() throws {
    let keys = [
      "n", "N", "s", "S", "f", "F", "o", "O", "i", "I", "a", "A", "c", "Space", "Enter", "Esc", "Tab", "Up", "1", "3",
      "z", "t",
    ]
    var word = UInt32(7)
    for size in ["120x36", "80x24", "20x5"] {
      let script = (0..<60).map { _ in
        word = word &* 1_664_525 &+ 1_013_904_223
        return keys[Int(word >> 16) % keys.count]
      }.joined(separator: " ")
      let run = try ProgramRun(["screen", "backprop", "--keys", script, "--size", size])
      #expect(run.status == 0 && !run.wasKilled, "\(script): \(run.errors)")
    }
  }
}
