#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files the program makes. What is there already is never overwritten, unless that was asked for;
/// then the new file replaces the old one in one step.
enum OutputFile {
  static func write(_ bytes: [UInt8], to path: String, replaces: Bool = false) throws(Failure) {
    let target = replaces ? "\(path).new-\(getpid())" : path
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw Failure(
          .cannotWrite,
          "\(Sentence.shown(path)): is there already and is not overwritten; add --overwrite to replace it.")
      }
      throw failure(path)
    }
    let reason = Descriptor.write(bytes, to: descriptor)
    let isClosed = close(descriptor) == 0
    guard reason == nil, isClosed else {
      unlink(target)
      throw Failure(.cannotWrite, "\(Sentence.shown(path)): cannot be written (\(reason ?? "input/output error")).")
    }
    if replaces {
      if isOtherKind(path) {
        unlink(target)
        throw Failure(.cannotWrite, "\(Sentence.shown(path)): found a folder or a device, needed the name of a file.")
      }
      guard rename(target, path) == 0 else {
        let error = failure(path)
        unlink(target)
        throw error
      }
    }
  }

  /// Makes a folder, with those above it, where there is none.
  static func makeFolder(_ path: String) throws(Failure) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
      if mkdir(made, 0o755) != 0, errno != EEXIST { throw failure(path) }
    }
    var information = stat()
    guard stat(path.isEmpty ? "." : path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(.cannotWrite, "\(Sentence.shown(path)): found a file, needed a folder.")
    }
  }

  private static func isOtherKind(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
  }

  private static func failure(_ path: String) -> Failure {
    Failure(.cannotWrite, "\(Sentence.shown(path)): cannot be written (\(String(cString: strerror(errno)))).")
  }
}
