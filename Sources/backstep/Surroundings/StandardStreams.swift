#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the program prints for others. Written at once, so that a full disk is noticed.
enum StandardOutput {
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }
  static func line(_ text: String) throws(Failure) { try write(text + "\n") }

  static func write(_ bytes: [UInt8]) throws(Failure) {
    guard let reason = Descriptor.write(bytes, to: STDOUT_FILENO) else { return }
    throw Failure(.cannotWrite, "standard output: cannot be written (\(reason)).")
  }
}

/// Messages and progress.
enum StandardError {
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Where even this fails there is nobody left to tell.
  static func write(_ text: String) { _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO) }
}

enum StandardInput {
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}

enum Descriptor {
  /// Writes all bytes; gives back why that did not work, in the system's words.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          // Somebody has made the stream non-blocking: wait until it takes more.
          var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&entry, 1, -1)
          continue
        }
        return String(cString: strerror(errno))
      }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}
