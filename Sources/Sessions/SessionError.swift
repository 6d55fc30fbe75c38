import Wording

/// What is wrong in a session file.
public struct SessionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; 0 when it is the whole file.
  public var line: Int
  public let found: String
  public let needed: String
  public let suggestion: String?

  public init(line: Int, found: String, needed: String, suggestion: String? = nil) {
    self.line = line
    self.found = found
    self.needed = needed
    self.suggestion = suggestion
  }

  public var description: String {
    let place = line > 0 ? "line \(line): " : ""
    return "\(place)found \(found), needed \(needed)." + (suggestion.map { " \($0)" } ?? "")
  }
}
