import ArgumentParser
import Storage

/// The page of all keys, made from the commands themselves.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Prints the page of all keys (docs/KEYS.md), made from the table of commands.")

  @Option(
    help: ArgumentHelp("Compares with a file instead; exit code 1 when the file is out of date.", valueName: "file"))
  var check: String?

  func run() throws {
    guard let check else {
      try StandardOutput.write(KeyPage.text)
      return
    }
    let bytes = try attempt(Failure.init) { () throws(StorageError) in try FileBytes.read(check, limit: 1 << 20) }
    if String(decoding: bytes, as: UTF8.self) == KeyPage.text { return }
    StandardError.write(
      "\(Sentence.shown(check)): is out of date; make it anew with: backstep keys > \(Sentence.shown(check))\n")
    throw ExitCode(ExitStatus.checkFailed.rawValue)
  }
}
