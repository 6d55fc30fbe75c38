import NcursesBackend
import Screen
import Testing

@Suite struct CapabilityDetectionTests {
  private func detect(
    _ environment: [String: String], colors: Int = 256, isUTF8: Bool = true,
    choices: CapabilityDetection.Choices = .init()
  ) -> ScreenCapabilities {
    CapabilityDetection(environment: environment)
      .capabilities(terminalColors: colors, isUTF8: isUTF8, choices: choices)
  }

  @Test(arguments: [
    (256, ScreenCapabilities.Colors.indexed256), (16, .sixteen), (8, .sixteen), (0, .mono), (-1, .mono),
  ])
  func colorsAreWhatTerminfoKnows(count: Int, colors: ScreenCapabilities.Colors) {
    #expect(detect(["TERM": "xterm"], colors: count).colors == colors)
  }

  @Test func noColorCountsWhenNotEmpty() {
    #expect(detect(["NO_COLOR": "1"]).colors == .mono)
    #expect(detect(["NO_COLOR": "0"]).colors == .mono)
    #expect(detect(["NO_COLOR": ""]).colors == .indexed256)
    #expect(detect(["NO_COLOR": "1"], choices: .init(colors: .sixteen)).colors == .sixteen)
  }

  @Test func withoutUTF8EverythingIsASCII() {
    #expect(detect([:], isUTF8: false).glyphs == .ascii)
    #expect(detect([:], isUTF8: false).marker == .ascii)
  }

  @Test func wideAmbiguousCharactersMeanASCIILines() {
    let capabilities = detect([:], choices: .init(ambiguousWidth: 2))
    #expect(capabilities.glyphs == .ascii)
    #expect(capabilities.ambiguousWidth == 2)
  }

  @Test func theConsoleHasNoBraille() {
    #expect(detect(["TERM": "linux"], colors: 8).marker == .block)
    #expect(detect(["TERM": "xterm-256color"]).marker == .braille)
  }

  @Test(arguments: [
    ("0;15", ScreenCapabilities.Background.light), ("15;0", .dark), ("0;default;7", .light), ("", .dark),
    ("7;8", .dark), ("x", .dark),
  ]) func backgroundFromTheHint(hint: String, background: ScreenCapabilities.Background) {
    #expect(detect(["COLORFGBG": hint]).background == background)
  }

  @Test func theStrongestLocaleVariableDecides() {
    #expect(CapabilityDetection(environment: [:]).namesUTF8)
    #expect(!CapabilityDetection(environment: ["LC_ALL": "C", "LANG": "en_US.UTF-8"]).namesUTF8)
    #expect(CapabilityDetection(environment: ["LC_ALL": "", "LANG": "zh_CN.utf8"]).namesUTF8)
  }

  @Test func unknownNamesAreTakenForTheirKin() {
    #expect(CapabilityDetection(environment: ["TERM": "xterm-kitty"]).relatedTerminalName == "xterm-256color")
    #expect(CapabilityDetection(environment: ["TERM": "foo-256color"]).relatedTerminalName == "xterm-256color")
    #expect(CapabilityDetection(environment: ["TERM": "foo"]).relatedTerminalName == nil)
  }

  @Test func errorsSayWhatToDo() {
    let errors: [TerminalError] = [
      .outputIsNoTerminal, .noKeyboard, .terminalNotNamed, .terminalIsDumb, .unknownTerminal("foo"),
    ]
    for error in errors { #expect("\(error)".contains("--text") || "\(error)".contains("TERM=xterm-256color")) }
  }
}
