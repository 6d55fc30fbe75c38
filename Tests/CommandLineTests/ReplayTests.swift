import Foundation
import Testing

/// `backstep replay` and `backstep runs`.
struct ReplayTests {
  private func example() throws -> String {
    let document = try String(contentsOfFile: "\(ProgramRun.repository)/docs/SESSIONS.md", encoding: .utf8)
    return String(try #require(document.split(separator: "```session\n").last?.split(separator: "```").first))
  }

  private func moment(_ run: ProgramRun) throws -> [Int] {
    let json = try run.json()
    return try ["stage", "iteration", "position"].map { try #require(json[$0] as? Int) }
  }

  @Test func theExampleInTheDocumentRuns() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(example(), to: "example.session")
    let run = try ProgramRun(["replay", file, "--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try moment(run) == [0, 49, 14])
    #expect(try run.json()["events"] as? Int == 16)
    let text = try ProgramRun(["replay", file])
    #expect(text.output.hasPrefix("layers: 16 events; ends in iteration 49 after step 14, training loss 0."))
    let chinese = try ProgramRun(["replay", file, "--language", "zh"])
    #expect(chinese.output.hasPrefix("layers：16 个事件"))
  }

  @Test func checksAreCompared() throws {
    let folder = try TemporaryFolder()
    let steps = "backstep-session 1\nlesson layers\nbegin\nrun to 0 99 14\n"
    let bare = try folder.write(steps, to: "bare")
    let found = try ProgramRun(["replay", bare, "--format", "json"]).json()
    let digest = try #require(found["digest"] as? String)
    let (loss, norm) = (try #require(found["loss"] as? Double), try #require(found["norm"] as? Double))
    func check(_ digest: String, _ loss: Double, machine: String = "") throws -> ProgramRun {
      let text = steps.replacing("begin", with: machine + "begin")
      let file = "\(folder.path)/\(UUID().uuidString)"
      try (text + "check 0 99 14 digest=\(digest) norm=\(norm) loss=\(loss)\n").write(
        toFile: file, atomically: true, encoding: .utf8)
      return try ProgramRun(["replay", "--check", file])
    }
    let same = try check(digest, loss)
    #expect(same.status == 0 && same.output.contains("1 check, with the same bits."))
    let other = try check("1", loss)
    #expect(other.status == 1 && other.errors.contains("not what was recorded"))
    // From another machine a loss that is nearly the same is right, and another one is not.
    let elsewhere = "machine arm64 lanes=4 \"blas=OpenBLAS 9\"\n"
    let near = try check("1", loss * 1.0005, machine: elsewhere)
    #expect(near.status == 0 && near.errors.contains("Recorded on another machine (arm64, 4 lanes, OpenBLAS 9)"))
    let far = try check("1", loss * 1.01, machine: elsewhere)
    #expect(far.status == 1 && far.output.contains("The first other one is event 2."))
  }

  @Test(arguments: [
    ("", 65, "found an empty file"), ("x", 65, "line 1: found \"x\", needed backstep-session 1"),
    ("backstep-session 1\nlesson layers\nbegin\njump\n", 65, "line 4: found \"jump\""),
    ("backstep-session 1\nlesson nobody\nbegin\n", 66, "unknown lesson: found \"nobody\""),
    ("backstep-session 1\nlesson layers\nset hidden-layers=many\nbegin\n", 65, "hidden-layers: found \"many\""),
    (
      "backstep-session 1\nlesson layers\nbegin\nedit nobody[0] 1\n", 65,
      ":4: found nobody[0], needed a cell of a parameter."
    ),
    ("backstep-session 1\nlesson layers\nbegin\ngo 0 1 99\n", 65, "needed a moment of this run"),
    ("backstep-session 1\nlesson layers\nbegin\nstructure units=0\n", 65, "needed settings that can be used"),
  ]) func whatIsWrongIsSaid(_ text: String, _ status: Int32, _ message: String) throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(["replay", try folder.write(text, to: "wrong.session")])
    #expect(run.status == status && run.errors.contains(message) && run.output == "", "\(run.errors)")
  }

  @Test func missingFilesAndWrongUsage() throws {
    #expect(try ProgramRun(["replay", "/nowhere"]).status == 66)
    #expect(try ProgramRun(["replay", "/"]).status == 66)
    #expect(try ProgramRun(["replay"]).status == 64)
    #expect(try ProgramRun(["replay", "x", "--check", "--open"]).status == 64)
    #expect(try ProgramRun(["replay", "x", "--events", "-1"]).status == 64)
  }

  @Test func pastRunsInEveryForm() throws {
    let folder = try TemporaryFolder()
    let environment = ["XDG_STATE_HOME": folder.path]
    #expect(try ProgramRun(["runs"], environment: environment).output == "No run has been kept yet.\n")
    #expect(try ProgramRun(["runs", "--format", "json"], environment: environment).output == "[]\n")
    try folder.write(
      """
      run layers-1 0 layers seed=2 iterations=374 train=0.17,0.95 test=0.2,0.9 set  #00000000
      run layers-2 0 layers seed=2 iterations=374 train=0.17,0.95 test=none set "data=a, b" units=3  #3434c947

      """, to: "backstep/runs")
    let csv = try ProgramRun(["runs", "--format", "csv"], environment: environment)
    #expect(csv.errors.contains("1 damaged lines are left out"))
    #expect(
      csv.output == """
        session,run,lesson,seed,iterations,train_loss,train_metric,test_loss,test_metric,settings
        layers-2,0,layers,2,374,0.17,0.95,,,"data=a, b units=3"

        """)
    let table = try ProgramRun(["runs", "layers"], environment: environment)
    #expect(table.output.contains("layers-2  0    layers  2     374"))
    #expect(
      try ProgramRun(["runs", "neuron"], environment: environment).output == "No run of neuron has been kept yet.\n")
  }
}
