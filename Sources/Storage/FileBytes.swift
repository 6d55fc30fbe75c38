import Datasets
import Wording

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads files and lists folders, and never writes. Sizes are looked at before anything is read.
public enum FileBytes {
  /// The bytes of a file of at most `limit` bytes.
  public static func read(_ path: String, limit: Int) throws(StorageError) -> [UInt8] {
    // Without O_NONBLOCK a named pipe would wait for somebody to write into it.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw error(path) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw error(path) }
    guard information.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    let size = Int(information.st_size)
    guard size <= limit else { throw .tooLarge(path: path, bytes: size, allowed: limit) }
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw error(path) }
      // Shorter than it was a moment ago: somebody is writing it.
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }

  /// The names in a folder, sorted, without those that begin with a dot.
  public static func names(in folder: String) throws(StorageError) -> [String] {
    guard let directory = opendir(folder) else {
      if errno == ENOTDIR { throw .notAFolder(path: folder) }
      throw error(folder)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  public static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }
  public static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  private static func kind(_ path: String) -> mode_t? {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
  }

  /// What the last system call's failure means for a path.
  private static func error(_ path: String) -> StorageError {
    let code = errno
    switch code {
    case ENOENT, ENOTDIR: return .missing(path: path, nearest: nearest(to: path))
    case EISDIR: return .notAFile(path: path)
    default: return .unreadable(path: path, reason: String(cString: strerror(code)))
    }
  }

  private static let mostNames = 1000

  /// What is there with nearly the name that was asked for.
  private static func nearest(to path: String) -> [String] {
    let (folder, name) = FilePath.split(path)
    // In a folder of thousands the comparison would be felt, and a near name says little.
    guard let names = try? names(in: folder.isEmpty ? "." : folder), names.count <= mostNames else { return [] }
    return NearestName.find(name, among: names).map { [FilePath.join(folder, $0)] } ?? []
  }
}
