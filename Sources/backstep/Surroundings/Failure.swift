import Datasets
import Lessons
import NeuralNet
import Stepping
import Storage

/// Why the program ends without having done what it was asked to: a sentence and an exit status.
struct Failure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

/// The exit codes of sysexits.h that we use.
enum ExitStatus: Int32 {
  /// A check that was asked for has failed.
  case checkFailed = 1
  case usage = 64
  case badData = 65
  case missingInput = 66
  case defect = 70
  case cannotWrite = 73
}

extension Failure {
  init(_ error: StorageError) {
    switch error {
    case .missing, .notInstalled, .notAFile, .notAFolder, .unreadable, .noLesson:
      self.init(.missingInput, error.description)
    case .tooLarge, .notUTF8, .lesson, .data: self.init(.badData, error.description)
    }
  }

  /// A lesson that cannot be run, or can no longer be with the knobs as they were set.
  init(_ error: PlanError, lesson: String) { self.init(.badData, "\(lesson): \(Sentence.ended(error.description))") }
  init(_ error: SetupError, lesson: String) { self.init(.badData, "\(lesson): \(Sentence.ended(error.description))") }

  /// A knob on the command line.
  init(_ error: SettingError, option: String) { self.init(.usage, "\(option): \(Sentence.ended(error.description))") }
}

/// Runs something that fails in its own way, and says what its errors mean to whoever started us.
func attempt<Value, Problem: Error>(
  _ translation: (Problem) -> Failure, _ body: () throws(Problem) -> Value
) throws(Failure) -> Value {
  do throws(Problem) { return try body() } catch { throw translation(error) }
}
