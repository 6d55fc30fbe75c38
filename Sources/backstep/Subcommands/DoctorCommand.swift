import ArgumentParser
import Autodiff
import Datasets
import Foundation
import NcursesBackend
import Storage
import TensorMath

/// What this machine and this terminal allow, with advice.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tells what the terminal, the locale, OpenBLAS and the data folders allow, with advice.")

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let findings = terminal(environment) + locale(environment) + arithmetic() + folders(environment)
    let width = findings.map(\.name.count).max() ?? 0
    for finding in findings {
      let name = finding.name + String(repeating: " ", count: width - finding.name.count)
      try StandardOutput.line("\(finding.advice == nil ? "ok " : "-> ")  \(name)  \(finding.state)")
      if let advice = finding.advice {
        try StandardOutput.line("     \(String(repeating: " ", count: width))  \(advice)")
      }
    }
  }

  private struct Finding {
    let name: String
    let state: String
    var advice: String?
  }

  private func terminal(_ environment: [String: String]) -> [Finding] {
    let detection = CapabilityDetection(environment: environment)
    let name = detection.terminalName
    var findings = [
      Finding(
        name: "terminal", state: name.isEmpty ? "TERM is not set" : "TERM=\(Sentence.shown(name))",
        advice: name.isEmpty || name == "dumb" ? "There can be no screen; use --text, or try: TERM=xterm-256color" : nil
      )
    ]
    let isTerminal = StandardInput.isTerminal && StandardOutput.isTerminal
    findings.append(
      Finding(
        name: "input, output",
        state: isTerminal ? "a terminal" : "not a terminal: the workbench speaks in plain sentences"))
    let is256 =
      name.contains("256color") || environment["COLORTERM"] != nil || name.hasPrefix("xterm-kitty")
      || name.hasPrefix("foot")
    findings.append(
      Finding(
        name: "colors",
        state: detection.refusesColor
          ? "none: NO_COLOR is set" : is256 ? "256" : "as terminfo says for \(Sentence.shown(name))",
        advice: is256 || detection.refusesColor || name.isEmpty
          ? nil : "Most terminals have 256; try TERM=xterm-256color, or --colors 256."))
    findings.append(
      Finding(
        name: "characters", state: "⣿⡇ ▀▄▌▐ ─│┼ Σ·∂√η 你好",
        advice: "Boxes or gaps above? Use --marker block, or --ascii."))
    if detection.isRemote {
      findings.append(Finding(name: "connection", state: "over SSH: frames cost the line more than the machine"))
    }
    return findings
  }

  private func locale(_ environment: [String: String]) -> [Finding] {
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { variable in
      environment[variable].map { "\(variable)=\(Sentence.shown($0))" }
    }
    let isUTF8 = CapabilityDetection(environment: environment).namesUTF8
    let language = LanguageArguments.localeLanguage(environment)
    return [
      Finding(
        name: "locale", state: name.isEmpty ? "not set" : name.joined(separator: " "),
        advice: isUTF8 && !name.isEmpty ? nil : "Without UTF-8 the screen is drawn in ASCII; try: LANG=C.UTF-8"),
      Finding(
        name: "language",
        state: language == .chinese ? "zh (--language en changes it)" : "en (--language zh changes it)"),
    ]
  }

  private func arithmetic() -> [Finding] {
    Kernels.useOneThread()
    let lanes = Kernels.vectorLanes
    return [
      Finding(name: "matrix products", state: Kernels.blasDescription.trimmingCharacters(in: .whitespaces)),
      Finding(
        name: "BLAS threads", state: "\(Kernels.blasThreadCount)",
        advice: Kernels.blasThreadCount == 1
          ? nil : "Needed 1, so that the same run gives the same bits; set OPENBLAS_NUM_THREADS=1."),
      Finding(
        name: "threads", state: "\(Kernels.threadCount) of \(ProcessInfo.processInfo.activeProcessorCount) processors"),
      Finding(
        name: "vector lanes", state: "\(lanes) floats at a time",
        advice: lanes >= 8
          ? nil : "Built for any processor of this kind; ./backstep builds for this one, which is faster."),
      Finding(
        name: "build", state: Self.isDebugBuild ? "debug" : "release",
        advice: Self.isDebugBuild ? "Training is many times faster in a release build: ./backstep makes one." : nil),
    ]
  }

  private static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private func folders(_ environment: [String: String]) -> [Finding] {
    let folders = LessonLibrary().folders
    let home = environment["BACKSTEP_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    var findings = [
      Finding(
        name: "BACKSTEP_HOME", state: home.map(Sentence.shown) ?? "not set; \(Sentence.shown(folders.root)) is used",
        advice: nil)
    ]
    let scan = try? LessonFolder.scan(folders.lessons)
    let broken = scan?.errors.count ?? 0
    findings.append(
      Finding(
        name: "lessons",
        state: "\(scan?.lessons.count ?? 0) in \(Sentence.shown(folders.lessons))"
          + (broken > 0 ? ", \(broken) broken" : ""),
        advice: scan?.lessons.isEmpty != false
          ? "Set BACKSTEP_HOME to the folder that holds lessons and sample-data."
          : broken > 0 ? "backstep check \(Sentence.shown(folders.lessons)) says what is wrong." : nil))
    let hasData = FileBytes.isFolder(folders.sampleData)
    findings.append(
      Finding(
        name: "sample data", state: hasData ? Sentence.shown(folders.sampleData) : "not found",
        advice: hasData ? nil : "Set BACKSTEP_HOME to the folder that holds lessons and sample-data."))
    for entry in DatasetCatalog.entries {
      guard let installed = entry.installed else { continue }
      let folder = DatasetFolder.folder(of: installed, environment)
      let isThere = DatasetFolder.has(entry, in: folder)
      findings.append(
        Finding(
          name: entry.name, state: "\(isThere ? "" : "not ")in \(Sentence.shown(folder))",
          advice: isThere
            ? nil : "Needed for data=\(entry.name) only: install \(installed.package), or set \(installed.variable)."))
    }
    findings.append(
      Finding(name: "pictures", state: "the current folder, or \(StateFolder(environment: environment).path)"))
    return findings
  }
}
