#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Wakes a thread that waits in `poll`, from any other thread: a byte through a pipe.
public final class WakePipe: Sendable {
  /// Readable when somebody has signaled; hand it to `poll`.
  public let readDescriptor: Int32
  private let writeDescriptor: Int32

  public init() {
    var descriptors: [Int32] = [-1, -1]
    let result = pipe(&descriptors)
    precondition(result == 0, "the system gives no pipe: too many files are open")
    for descriptor in descriptors {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    readDescriptor = descriptors[0]
    writeDescriptor = descriptors[1]
  }

  deinit {
    close(readDescriptor)
    close(writeDescriptor)
  }

  /// A pipe that is full already has woken the reader: the result does not matter.
  public func signal() {
    var byte: UInt8 = 1
    _ = write(writeDescriptor, &byte, 1)
  }

  /// Waits for a signal; nil waits for ever. Takes all signals that have come.
  public func wait(milliseconds: Int32?) {
    var descriptor = pollfd(fd: readDescriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&descriptor, 1, milliseconds ?? -1)
    drain()
  }

  /// Takes all signals that have come, without waiting.
  public func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(readDescriptor, &bytes, bytes.count) > 0 {}
  }
}
