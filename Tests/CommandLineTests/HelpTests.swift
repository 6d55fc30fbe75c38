import Testing

struct HelpTests {
  static let subcommands = [
    "open", "lessons", "train", "test", "trace", "explain", "verify", "screen", "check", "export", "benchmark",
    "doctor", "keys",
  ]

  @Test func helpNamesEverySubcommand() throws {
    let run = try ProgramRun("--help")
    #expect(run.status == 0)
    for name in Self.subcommands { #expect(run.output.contains("\n  \(name) "), "\(name)") }
  }

  @Test(arguments: subcommands) func everySubcommandHasHelp(name: String) throws {
    let run = try ProgramRun("\(name) --help")
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: backstep \(name)"))
    #expect(run.errors.isEmpty)
  }

  @Test func theVersionIsPrinted() throws {
    let run = try ProgramRun("--version")
    #expect(run.status == 0 && run.output.hasPrefix("0."))
  }

  @Test func theKeyPageNamesTheTimeKeys() throws {
    let run = try ProgramRun("keys")
    #expect(run.status == 0)
    for key in ["s", "S", "n", "N", "i", "I", "a", "A", "Enter", "q"] {
      #expect(run.output.contains("`\(key)`"), "\(key)")
    }
  }

  @Test func aStaleKeyPageIsNoticed() throws {
    let folder = try TemporaryFolder()
    let page = try folder.write(try ProgramRun("keys").output, to: "KEYS.md")
    #expect(try ProgramRun(["keys", "--check", page]).status == 0)
    try folder.write("# Keys\n", to: "KEYS.md")
    #expect(try ProgramRun(["keys", "--check", page]).status == 1)
  }

  @Test func theDoctorSpeaksOfEverything() throws {
    let run = try ProgramRun("doctor")
    #expect(run.status == 0)
    for word in [
      "TERM=xterm-256color", "LANG=C.UTF-8", "OpenBLAS", "BLAS threads", "floats at a time", "lessons", "BACKSTEP_HOME",
    ] {
      #expect(run.output.contains(word), "\(word)")
    }
  }
}
