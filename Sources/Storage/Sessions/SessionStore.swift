public import Sessions

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A session read from the state folder, its damaged tail put aside.
public struct StoredSession: Sendable {
  public let path: String
  public let file: SessionFile
  /// How many bytes of it count.
  let count: Int
  /// Where the damaged tail is now; nil when there was none.
  public let asideFile: String?
}

/// Reads sessions, and puts what is damaged of them beside them. Nothing is deleted.
public enum SessionStore {
  /// Reads a session and leaves it as it is.
  public static func read(_ path: String) throws(SessionReadError) -> SessionFile {
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try FileBytes.read(path, limit: SessionFile.largestFile) } catch {
      throw .storage(error)
    }
    do throws(SessionError) { return try SessionFile(bytes: bytes) } catch { throw .session(path: path, error) }
  }

  /// Makes a session ready to be gone on with.
  static func takeUp(_ path: String, _ log: inout AppendOnlyFile) throws(SessionReadError) -> StoredSession {
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try FileBytes.read(path, limit: SessionFile.largestFile) } catch {
      throw .storage(error)
    }
    let file: SessionFile
    do throws(SessionError) { file = try SessionFile(bytes: bytes) } catch { throw .session(path: path, error) }
    guard file.isSealed else {
      throw .session(path: path, SessionError(line: 1, found: "no checksums", needed: "a session of ours"))
    }
    guard let damage = file.damage else {
      return StoredSession(path: path, file: file, count: bytes.count, asideFile: nil)
    }
    do throws(WriteProblem) {
      let aside = try putAside(Array(bytes[damage.offset...]), beside: path)
      try log.cut(at: damage.offset)
      return StoredSession(path: path, file: file, count: damage.offset, asideFile: aside)
    } catch { throw .write(error) }
  }

  private static let mostTails = 1000

  private static func putAside(_ tail: [UInt8], beside path: String) throws(WriteProblem) -> String {
    for number in 1...mostTails {
      let aside = "\(path).damaged-\(number)"
      let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0 {
        if errno == EEXIST { continue }
        throw WriteProblem(aside, errno)
      }
      let failure = AppendOnlyFile.write(tail, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
      close(descriptor)
      if let failure {
        unlink(aside)
        throw WriteProblem(aside, failure)
      }
      AppendOnlyFile.syncFolder(of: aside)
      return aside
    }
    throw WriteProblem(path, EEXIST)
  }
}

/// Why a session cannot be used.
public enum SessionReadError: Error, Hashable, Sendable, CustomStringConvertible {
  case storage(StorageError)
  case session(path: String, SessionError)
  case write(WriteProblem)

  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .session(let path, let error): "\(plain(path)): \(error.description)"
    case .write(let problem): "\(problem.description)."
    }
  }
}
