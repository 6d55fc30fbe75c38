public import Glibc

/// What the system counts about a running program, read from `/proc`.
public struct ProcessActivity: Hashable, Sendable {
  /// Threads that went to sleep and were woken, all threads together: an idle program adds none.
  public let voluntarySwitches: Int
  public let threadCount: Int
  /// Memory in use, in bytes.
  public let residentBytes: Int

  /// Nil when there is no such process.
  public init?(of process: pid_t) {
    guard let own = Self.lines(of: "/proc/\(process)/status"), let folder = opendir("/proc/\(process)/task") else {
      return nil
    }
    defer { closedir(folder) }
    var (switches, threads) = (0, 0)
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard let thread = Int(name), let status = Self.lines(of: "/proc/\(process)/task/\(thread)/status") else {
        continue
      }
      threads += 1
      switches += Self.number("voluntary_ctxt_switches", in: status)
    }
    voluntarySwitches = switches
    threadCount = threads
    residentBytes = Self.number("VmRSS", in: own) * 1024
  }

  private static func number(_ name: String, in lines: [Substring]) -> Int {
    guard let line = lines.first(where: { $0.hasPrefix(name + ":") }) else { return 0 }
    return Int(line.dropFirst(name.count + 1).filter(\.isNumber)) ?? 0
  }

  private static func lines(of path: String) -> [Substring]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
  }
}
