#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that only grows, by whole texts that are on the disk when `append` returns.
///
/// One that could not be written whole is taken back, so that no half line is ever continued; when not
/// even that works, the file is not touched again.
struct AppendOnlyFile: ~Copyable {
  private(set) var path: String
  private let descriptor: Int32
  private var size: off_t
  private var isBroken = false

  /// Makes a file that is not there yet, to be written to by nobody else. It comes into being with its first
  /// text: whoever is killed here leaves no empty one behind.
  static func made(_ path: String, beginningWith text: String) throws(WriteProblem) -> AppendOnlyFile {
    let made = "\(path).new-\(getpid())"
    unlink(made)
    var file = try AppendOnlyFile(made, isExclusive: true)
    do throws(WriteProblem) {
      try file.append(text)
      guard link(made, path) == 0 else { throw WriteProblem(path, errno) }
    } catch {
      unlink(made)
      throw error
    }
    unlink(made)
    syncFolder(of: path)
    file.path = path
    return file
  }

  /// Opens a file, making it where there is none.
  ///
  /// - Parameter isExclusive: whether nobody else may write to it as long as it is open.
  init(_ path: String, isExclusive: Bool = false) throws(WriteProblem) {
    self.path = path
    let opened = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw WriteProblem(path, errno) }
    if isExclusive, flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      close(opened)
      throw WriteProblem(path, code)
    }
    let end = lseek(opened, 0, SEEK_END)
    guard end >= 0 else {
      let code = errno
      close(opened)
      throw WriteProblem(path, code)
    }
    (descriptor, size) = (opened, end)
  }

  deinit { close(descriptor) }

  /// Writes a text behind what is there and waits until the disk has it.
  mutating func append(_ text: String) throws(WriteProblem) {
    guard !isBroken else { throw WriteProblem(path, EIO) }
    let bytes = Array(text.utf8)
    if let code = Self.write(bytes, to: descriptor) ?? sync() {
      if ftruncate(descriptor, size) != 0 || lseek(descriptor, 0, SEEK_END) != size { isBroken = true }
      throw WriteProblem(path, code)
    }
    size += off_t(bytes.count)
  }

  /// Whether a new line begins here.
  var endsLine: Bool {
    var last: UInt8 = 0
    return size == 0 || pread(descriptor, &last, 1, size - 1) == 1 && last == 0x0a
  }

  /// Takes everything behind an offset away.
  mutating func cut(at offset: Int) throws(WriteProblem) {
    guard ftruncate(descriptor, off_t(offset)) == 0 else { throw WriteProblem(path, errno) }
    if let code = sync() { throw WriteProblem(path, code) }
    size = off_t(offset)
  }

  private func sync() -> Int32? {
    while fdatasync(descriptor) != 0 { if errno != EINTR { return errno } }
    return nil
  }

  /// Writes all bytes; gives back the error that kept it from doing so.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      if count == 0 { return ENOSPC }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// Puts a file with other contents in the place of one, in one step.
  static func replace(_ path: String, with bytes: [UInt8]) throws(WriteProblem) {
    let new = "\(path).new"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WriteProblem(new, errno) }
    let failure = write(bytes, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    close(descriptor)
    if let failure {
      unlink(new)
      throw WriteProblem(new, failure)
    }
    guard rename(new, path) == 0 else { throw WriteProblem(path, errno) }
    syncFolder(of: path)
  }

  /// A new name is safe when its folder is.
  static func syncFolder(of path: String) {
    let folder = open(FilePath.split(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}

/// Why something could not be written, in the system's words.
public struct WriteProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String
  /// Whether somebody else has the file open.
  public let isLocked: Bool

  init(_ path: String, _ code: Int32) {
    self.path = path
    reason = String(cString: strerror(code))
    isLocked = code == EWOULDBLOCK
  }

  public var description: String { "\(plain(path)): cannot be written (\(reason))" }
}
