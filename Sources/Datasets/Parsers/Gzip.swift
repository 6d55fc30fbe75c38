import CGzip
import Wording

/// Unpacks gzip files (RFC 1952): `train-images-idx3-ubyte.gz`, `table.csv.gz`.
///
/// Memory is that of the unpacked bytes and never more than a limit: a file of 1 KB may say that it
/// holds gigabytes, and may even do so.
public enum Gzip {
  /// - Parameters:
  ///   - file: its name, for messages.
  ///   - limit: the most bytes that may come out.
  public static func unpack(_ packed: [UInt8], file: String, limit: Int) throws(DataError) -> [UInt8] {
    // The last four bytes tell the size of the last member (modulo 2³²): nearly always that of the whole,
    // but nothing to rely on. Deflate packs 1032 bytes into one at the most.
    let told = packed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let expected = min(told, limit, 1032 * packed.count)
    if let unpacked = try unpacked(packed, file: file, size: expected) { return unpacked }
    // More than was told, or less: counted first, then taken.
    let size = try size(of: packed, file: file, limit: limit)
    return try unpacked(packed, file: file, size: size) ?? []
  }

  /// The unpacked bytes, or nil when they are not `size` many.
  private static func unpacked(_ packed: [UInt8], file: String, size: Int) throws(DataError) -> [UInt8]? {
    // One byte at least, for a null pointer would mean to count.
    var bytes = [UInt8](repeating: 0, count: max(size, 1))
    var (count, consumed) = (0, 0)
    let result = cg_unpack(packed, packed.count, &bytes, size, &count, &consumed)
    if result == Int32(CG_FULL.rawValue) { return nil }
    try check(result, file: file, packed: packed.count, consumed: consumed)
    guard count == size else { return Array(bytes.prefix(count)) }
    return size == 0 ? [] : bytes
  }

  private static func size(of packed: [UInt8], file: String, limit: Int) throws(DataError) -> Int {
    var (count, consumed) = (0, 0)
    let result = cg_unpack(packed, packed.count, nil, limit, &count, &consumed)
    guard result != Int32(CG_FULL.rawValue) else {
      throw DataError(
        .absurdSize, in: file, found: "more than \(limit) bytes when unpacked", needed: "at most \(limit)")
    }
    try check(result, file: file, packed: packed.count, consumed: consumed)
    return count
  }

  private static func check(_ result: Int32, file: String, packed: Int, consumed: Int) throws(DataError) {
    switch result {
    case Int32(CG_OK.rawValue): return
    case Int32(CG_TRUNCATED.rawValue):
      throw DataError(
        .truncated, in: file, at: .byte(packed), found: "the end of the file", needed: "the rest of its packed data")
    case Int32(CG_TRAILING.rawValue):
      throw DataError(
        .trailingBytes, in: file, at: .byte(consumed),
        found: Quotation.counted(packed - consumed, "more byte", "more bytes"),
        needed: "the end of the file, or another packed part")
    case Int32(CG_NO_MEMORY.rawValue):
      throw DataError(.absurdSize, in: file, found: "no memory left to unpack it", needed: "a smaller file")
    default:
      throw DataError(
        .corrupt, in: file, at: .byte(consumed), found: "bytes that no gzip file has there",
        needed: "a gzip file, undamaged")
    }
  }
}
