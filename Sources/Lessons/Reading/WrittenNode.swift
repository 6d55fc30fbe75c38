import Yams

/// Something written in a lesson file, which the reader asks to be a text, a number, a list …; each
/// question is answered or ends in an error that says where.
struct WrittenNode {
  let node: Node
  let path: String
  let places: LessonPlaces

  /// A mapping with some of these keys and no others.
  func keys(_ known: [String]) throws(LessonError) -> WrittenMapping {
    let mapping = try mapping()
    for key in mapping.keys where !known.contains(key) {
      throw error(
        .unknownKey, at: mapping.place(of: key), path: key, found: "the key \(quoted(key))",
        needed: Lessons.choice(of: known), suggestion: Lessons.suggestion(for: key, among: known))
    }
    return mapping
  }

  /// A mapping with any keys.
  func mapping() throws(LessonError) -> WrittenMapping {
    guard case .mapping(let mapping) = node else { throw wrongType("keys with values") }
    var keys: [String] = []
    var values: [String: WrittenNode] = [:]
    var marks: [String: LessonPlace] = [:]
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw error(.wrongType, found: "a list or a mapping for a key", needed: "a word")
      }
      // `!!int 1: x` and `"1": x` are two keys for YAML and one for us.
      guard values[name] == nil else {
        throw error(.repeatedKey, found: "\(quoted(name)) more than once", needed: "each key once")
      }
      keys.append(name)
      marks[name] = key.mark.map { LessonPlace(line: $0.line, column: $0.column) }
      values[name] = WrittenNode(node: value, path: path.isEmpty ? name : "\(path).\(name)", places: places)
    }
    return WrittenMapping(node: self, keys: keys, values: values, marks: marks)
  }

  func items(_ count: ClosedRange<Int>) throws(LessonError) -> [WrittenNode] {
    guard case .sequence(let sequence) = node else { throw wrongType("a list") }
    guard count.contains(sequence.count) else {
      throw error(
        .wrongValue, found: "\(sequence.count) items", needed: "\(count.lowerBound) to \(count.upperBound)")
    }
    return sequence.enumerated().map { WrittenNode(node: $1, path: "\(path)[\($0 + 1)]", places: places) }
  }

  /// Whether it is just this word.
  func isWord(_ word: String) -> Bool {
    if case .scalar(let scalar) = node { return scalar.string == word }
    return false
  }

  var isList: Bool { if case .sequence = node { true } else { false } }
  var isMapping: Bool { if case .mapping = node { true } else { false } }

  /// Any scalar as it is written, without spaces around it.
  func text() throws(LessonError) -> String {
    guard case .scalar(let scalar) = node else { throw wrongType("a text") }
    let text = scalar.string.trimmed
    guard !text.isEmpty else { throw error(.wrongType, found: "nothing", needed: "a text") }
    // Escape sequences would reach the terminal.
    guard !text.unicodeScalars.contains(where: \.isControl) else {
      throw error(.wrongValue, found: quoted(text), needed: "a text without control characters")
    }
    return text
  }

  func choice(_ known: [String], problem: LessonError.Problem = .unknownName) throws(LessonError) -> String {
    let text = try text()
    guard known.contains(text) else {
      throw error(
        problem, found: quoted(text), needed: Lessons.choice(of: known),
        suggestion: Lessons.suggestion(for: text, among: known))
    }
    return text
  }

  func number(_ range: ClosedRange<Double>) throws(LessonError) -> Double {
    let needed = "a number from \(range.lowerBound.short) to \(range.upperBound.short)"
    guard case .scalar(let scalar) = node else { throw wrongType(needed) }
    guard let number = Double(scalar.string.trimmed), number.isFinite else { throw wrongType(needed) }
    guard range.contains(number) else { throw error(.wrongValue, found: number.short, needed: needed) }
    return number
  }

  func wholeNumber(_ range: ClosedRange<Int>) throws(LessonError) -> Int {
    let needed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .scalar(let scalar) = node else { throw wrongType(needed) }
    guard let number = Int(scalar.string.trimmed) else { throw wrongType(needed) }
    guard range.contains(number) else { throw error(.wrongValue, found: "\(number)", needed: needed) }
    return number
  }

  func seed() throws(LessonError) -> UInt64 {
    let needed = "a whole number from 0 to \(UInt64.max)"
    guard case .scalar(let scalar) = node, let seed = UInt64(scalar.string.trimmed) else { throw wrongType(needed) }
    return seed
  }

  func flag() throws(LessonError) -> Bool { try choice(["true", "false"], problem: .wrongType) == "true" }

  // MARK: Errors

  func error(
    _ problem: LessonError.Problem, at place: LessonPlace? = nil, path key: String? = nil, found: String,
    needed: String, suggestion: String? = nil
  ) -> LessonError {
    let full = key.map { path.isEmpty ? $0 : "\(path).\($0)" } ?? path
    return LessonError(
      problem, in: places.file, at: place ?? places[full], path: full, found: found, needed: needed,
      suggestion: suggestion)
  }

  func wrongType(_ needed: String) -> LessonError {
    let found =
      switch node {
      case .scalar(let scalar): scalar.string.trimmed.isEmpty ? "nothing" : quoted(scalar.string)
      case .mapping: "keys with values"
      case .sequence: "a list"
      case .alias: "an alias"
      }
    return error(.wrongType, found: found, needed: needed)
  }
}

/// A mapping with its keys in the order in which they are written.
struct WrittenMapping {
  let node: WrittenNode
  let keys: [String]
  fileprivate let values: [String: WrittenNode]
  fileprivate let marks: [String: LessonPlace]

  fileprivate init(node: WrittenNode, keys: [String], values: [String: WrittenNode], marks: [String: LessonPlace]) {
    self.node = node
    self.keys = keys
    self.values = values
    self.marks = marks
  }

  subscript(key: String) -> WrittenNode? { values[key] }

  func required(_ key: String) throws(LessonError) -> WrittenNode {
    guard let value = values[key] else {
      throw node.error(.missingKey, found: "no \(key)", needed: "the key \(quoted(key))")
    }
    return value
  }

  fileprivate func place(of key: String) -> LessonPlace? { marks[key] }
}
