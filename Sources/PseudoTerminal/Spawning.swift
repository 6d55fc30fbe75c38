import Glibc

/// Starts a program in a session of its own on a terminal.
enum Spawning {
  /// A program that becomes the leader of a session takes the first terminal it opens as its own.
  private static let newSession: Int16 = 0x80

  static func spawn(
    _ command: [String], _ environment: [String: String], terminal: String, standardOutput: String?
  ) throws(PseudoTerminalError) -> pid_t {
    guard let path = command.first else { throw .notStarted("", ENOENT) }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    if let standardOutput {
      posix_spawn_file_actions_addopen(&actions, 1, standardOutput, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
    }
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    // Whatever the parent ignores or blocks, the program begins with the defaults.
    var every = sigset_t()
    var none = sigset_t()
    sigfillset(&every)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let variables = environment.map { "\($0.key)=\($0.value)" }
    var process: pid_t = 0
    let result = withCStrings(command) { arguments in
      withCStrings(variables) { posix_spawn(&process, path, &actions, &attributes, arguments, $0) }
    }
    guard result == 0 else { throw .notStarted(path, result) }
    return process
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<CChar>?.self, capacity: copies.count) { buffer in
      _ = buffer.initialize(fromContentsOf: copies)
      // A temporary allocation of at least one element has an address.
      guard let start = buffer.baseAddress else { fatalError("an array with a last nil is not empty") }
      return body(start)
    }
  }
}
