import Foundation
import Testing

/// Files written by others: gzip files and pictures, with what they hold.
enum PackedFiles {
  struct Picture: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let width: Int
    let height: Int
    let brightness: [Float]
    private let data: Data

    var bytes: [UInt8] { [UInt8](data) }
    var testDescription: String { name }

    private enum CodingKeys: String, CodingKey {
      case name, width, height, brightness
      case data = "bytes"
    }
  }

  private struct Packed: Decodable {
    let name: String
    let packed: Data
  }

  private struct Cases<Case: Decodable>: Decodable { let cases: [Case] }

  private static func read<Case: Decodable>(_ name: String) throws -> [Case] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReferenceValues/\(name).json")
    return try JSONDecoder().decode(Cases<Case>.self, from: Data(contentsOf: url)).cases
  }

  static func pictures() throws -> [Picture] { try read("pictures") }

  static func picture(_ name: String) throws -> Picture {
    try #require(try pictures().first { $0.name == name })
  }

  static func packed(_ name: String) throws -> [UInt8] {
    let files: [Packed] = try read("packed_files")
    return [UInt8](try #require(files.first { $0.name == name }).packed)
  }
}
