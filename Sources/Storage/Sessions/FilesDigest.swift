/// A number for what a lesson is made from, to know it again by: its file, and the data that it reads.
public enum FilesDigest {
  /// Of larger files beginning, end and length are looked at: data files change by being replaced.
  private static let wholeFile = 1 << 20

  /// - Parameter files: the bytes of the data files by name.
  public static func of(_ lesson: StoredLesson, _ files: [String: [UInt8]]) -> UInt64 {
    var hash = FNV()
    if let bytes = try? FileBytes.read(FilePath.join(lesson.folder, LessonFolder.lessonFile), limit: 1 << 20) {
      hash.add(bytes)
    }
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      hash.add(Array(name.utf8))
      if bytes.count <= wholeFile {
        hash.add(bytes)
      } else {
        hash.add(bytes.prefix(wholeFile / 2))
        hash.add(bytes.suffix(wholeFile / 2))
        hash.add(Array("\(bytes.count)".utf8))
      }
    }
    return hash.value
  }

  /// FNV-1a (Fowler, Noll, Vo).
  private struct FNV {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
  }
}
