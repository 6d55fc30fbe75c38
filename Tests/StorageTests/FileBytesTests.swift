import Foundation
import Lessons
import Storage
import Testing

/// A folder of its own for a test, gone afterwards.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("backstep-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}

struct FileBytesTests {
  @Test func bytesAreRead() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<100_000).map { UInt8($0 % 251) }
    try folder.write(bytes, to: "a")
    #expect(try FileBytes.read("\(folder.path)/a", limit: 100_000) == bytes)
    try folder.write([], to: "empty")
    #expect(try FileBytes.read("\(folder.path)/empty", limit: 0) == [])
  }

  @Test func aFileThatIsTooLargeIsNotRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("12345", to: "a")
    let path = "\(folder.path)/a"
    let error = #expect(throws: StorageError.self) { try FileBytes.read(path, limit: 4) }
    #expect(error == .tooLarge(path: path, bytes: 5, allowed: 4))
    #expect(error?.description == "\(path): found 5 bytes, needed at most 4.")
  }

  @Test func aMissingFileIsSaidWithTheNearestName() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "penguins.csv")
    let path = "\(folder.path)/pengiuns.csv"
    let error = #expect(throws: StorageError.self) { try FileBytes.read(path, limit: 10) }
    #expect(error == .missing(path: path, nearest: ["\(folder.path)/penguins.csv"]))
    #expect(
      error?.description
        == "\(path): found nothing, needed a file or a folder. Did you mean \"\(folder.path)/penguins.csv\"?")
    let elsewhere = #expect(throws: StorageError.self) { try FileBytes.read("/no/such/folder/a", limit: 10) }
    #expect(elsewhere == .missing(path: "/no/such/folder/a", nearest: []))
  }

  @Test func foldersDevicesAndPipesAreNoFiles() throws {
    let folder = try TemporaryFolder()
    #expect(throws: StorageError.notAFile(path: folder.path)) { try FileBytes.read(folder.path, limit: 10) }
    #expect(throws: StorageError.notAFile(path: "/dev/zero")) { try FileBytes.read("/dev/zero", limit: 10) }
    let pipe = "\(folder.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: StorageError.notAFile(path: pipe)) { try FileBytes.read(pipe, limit: 10) }
    try folder.write("x", to: "a")
    #expect(throws: StorageError.notAFolder(path: "\(folder.path)/a")) { try FileBytes.names(in: "\(folder.path)/a") }
  }

  @Test func namesAreSortedWithoutHiddenOnes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a", ".hidden", "中"] { try folder.write("", to: name) }
    #expect(try FileBytes.names(in: folder.path) == ["a", "b", "中"])
  }

  @Test func escapeSequencesInNamesAreNotShown() {
    #expect(StorageError.notAFile(path: "a\u{1b}[31m").description.hasPrefix("a\\u{1b}[31m: found"))
  }
}
