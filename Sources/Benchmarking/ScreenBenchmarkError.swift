/// What was to be timed did not happen: there is no time then, and none may be made up.
public enum ScreenBenchmarkError: Error, Hashable, Sendable, CustomStringConvertible {
  case noFirstFrame
  /// A key without a use is said to be one, on the screen; this one was not.
  case noAnswer(key: String)

  public var description: String {
    switch self {
    case .noFirstFrame: "The program drew no frame within five seconds of its start."
    case .noAnswer(let key):
      "The program did not answer the key \(key) within two seconds with the words that it has for a key without a use."
    }
  }
}
