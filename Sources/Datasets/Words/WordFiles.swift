/// The files that words come from: one for each class.
public struct WordFiles: Hashable, Sendable {
  public struct File: Hashable, Sendable {
    public let name: String
    /// What its words are: `English`.
    public let className: String

    public init(name: String, className: String) {
      self.name = name
      self.className = className
    }
  }

  public let files: [File]

  public init(_ files: [File]) { self.files = files }

  /// Somebody's own: names with commas between them, `words/german.txt,words/italian.txt`, each class called as its
  /// file is. Nil where a name is not one of text, or there is only one, which is a text as a whole.
  public init?(listed text: String) {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.count >= 2 else { return nil }
    self.init(names: names)
  }

  private init?(names: [String]) {
    var files: [File] = []
    for name in names {
      let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      guard plain.lowercased().hasSuffix(".txt"), plain.count > 4 else { return nil }
      let start = plain.lastIndex(of: "/").map { plain.index(after: $0) } ?? plain.startIndex
      files.append(File(name: name, className: String(plain[start...].dropLast(4))))
    }
    self.files = files
  }

  /// Whether a file can be a list of words, by its name.
  public static func isList(_ name: String) -> Bool { WordFiles(names: [name]) != nil }

  public var names: [String] { files.map(\.name) }
}
