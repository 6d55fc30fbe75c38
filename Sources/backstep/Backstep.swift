import ArgumentParser
import Foundation
import Lessons
import Storage

/// The command line. Without a subcommand the workbench opens.
@main
struct Backstep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backstep",
    abstract: "A debugger for learning: steps a neural network forwards and backwards, and answers why.",
    discussion: """
      Without a subcommand the workbench opens with the list of lessons. LESSON is an id such as \"neuron\", or a \
      lesson's folder. Exit codes: 0 done, 1 a check has failed, 64 wrong usage, 65 bad data, 66 missing input, \
      70 a defect of Backstep, 73 cannot write.
      """,
    version: "0.1.0",
    subcommands: [
      OpenCommand.self, LessonsCommand.self, TrainCommand.self, TestCommand.self, TraceCommand.self,
      ExplainCommand.self, VerifyCommand.self, ExperimentCommand.self, ScreenCommand.self, ReplayCommand.self,
      RunsCommand.self,
      CheckCommand.self, ExportCommand.self, BenchmarkCommand.self,
      DoctorCommand.self, KeysCommand.self,
    ],
    defaultSubcommand: OpenCommand.self)

  static func main() {
    // Whoever reads our output may stop reading: `backstep trace … | head`. That ends us quietly, even
    // where the program that started us ignores the signal.
    signal(SIGPIPE, SIG_DFL)
    // A file that has grown to its limit is a disk that is full: an error, and not the end of us.
    signal(SIGXFSZ, SIG_IGN)
    do {
      try Threads.useThoseWanted()
      try checkFirstWord(Array(CommandLine.arguments.dropFirst()))
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      StandardError.write("backstep: \(failure.message)\n")
      exit(withError: ExitCode(failure.status.rawValue))
    } catch {
      exit(withError: error)
    }
  }

  /// A mistyped subcommand would be taken for the default subcommand's lesson.
  private static func checkFirstWord(_ arguments: [String]) throws(Failure) {
    guard let word = arguments.first, !word.hasPrefix("-"), !word.contains("/") else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    if names.contains(word) || FileManager.default.fileExists(atPath: word) { return }
    let lessons = (try? LessonLibrary().scan().lessons.map(\.lesson.id)) ?? []
    if lessons.contains(word) { return }
    throw Failure(
      .usage,
      Sentence.unknown(
        "command or lesson", word, known: names + lessons,
        needed: "a subcommand (backstep --help lists them) or a lesson (backstep lessons lists them)"))
  }
}
