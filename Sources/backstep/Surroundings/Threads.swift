import Foundation
import TensorMath

/// How many threads share out large kernels. Any number gives the same bits.
enum Threads {
  static let variable = "BACKSTEP_THREADS"
  static let allowed = 1...64

  /// Two where there are two processors: lessons' networks gain little from more.
  static var usual: Int { min(2, ProcessInfo.processInfo.activeProcessorCount) }

  /// Takes the number from the environment.
  static func useThoseWanted() throws(Failure) {
    guard let wanted = ProcessInfo.processInfo.environment[variable], !wanted.isEmpty else {
      return Kernels.useThreads(usual)
    }
    guard let count = Int(wanted), allowed.contains(count) else {
      throw Failure(
        .usage,
        "\(variable): found \(Sentence.shown(wanted)), needed a whole number from \(allowed.lowerBound) to \(allowed.upperBound)."
      )
    }
    Kernels.useThreads(count)
  }
}
