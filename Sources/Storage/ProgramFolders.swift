/// Where the lessons and the sample data are: the top of the repository.
///
/// 1. `BACKSTEP_HOME`, when it is set.
/// 2. The folder above `.build` when the executable is in one: `…/.build/release/backstep`.
/// 3. The current folder or the nearest one above it that has lessons.
public struct ProgramFolders: Hashable, Sendable {
  public let root: String

  public init(root: String) { self.root = root }

  public var lessons: String { FilePath.join(root, "lessons") }
  public var sampleData: String { FilePath.join(root, "sample-data") }

  /// - Parameters:
  ///   - executable: the path of the running program, with links resolved.
  public init(environment: [String: String], executable: String?, currentFolder: String) {
    if let home = environment["BACKSTEP_HOME"], !home.isEmpty {
      root = home
    } else if let executable, let root = Self.root(ofBuilt: executable) {
      self.root = root
    } else {
      root = Self.root(above: currentFolder) ?? currentFolder
    }
  }

  private static func root(ofBuilt executable: String) -> String? {
    var folder = executable
    while folder != "/", !folder.isEmpty {
      let (above, name) = FilePath.split(folder)
      if name == ".build" { return FileBytes.isFolder(FilePath.join(above, "lessons")) ? above : nil }
      folder = above
    }
    return nil
  }

  private static func root(above folder: String) -> String? {
    var folder = folder
    while !folder.isEmpty {
      if FileBytes.isFolder(FilePath.join(folder, "lessons")), FileBytes.isFolder(FilePath.join(folder, "sample-data"))
      {
        return folder
      }
      if folder == "/" { return nil }
      folder = FilePath.split(folder).folder
    }
    return nil
  }
}
