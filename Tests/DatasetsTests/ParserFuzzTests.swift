import Datasets
import TensorMath
import Testing

/// Whatever the bytes, a parser answers with data or with an error that can be shown; it never traps.
@Suite struct ParserFuzzTests {
  @Test func randomBytesNeverTrap() {
    var random = RandomSource(seed: 2024)
    for _ in 0..<1000 {
      let bytes = (0..<random.integer(below: 200)).map { _ in UInt8(random.integer(below: 256)) }
      checkAllParsers(bytes)
    }
  }

  @Test func randomTablesNeverTrap() {
    var random = RandomSource(seed: 2025)
    let pieces = [
      ",", ",", ";", "\t", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "1", "2.5", "-3e7", "x", "yes", "NA", "", " ",
      "\u{feff}",
      "1e99", "é", "\u{1b}", "a b", "0",
    ]
    for _ in 0..<1000 {
      let text = (0..<random.integer(below: 60)).map { _ in pieces[random.integer(below: pieces.count)] }.joined()
      checkAllParsers(Written.bytes(text))
    }
  }

  @Test func damagedFilesNeverTrap() throws {
    var random = RandomSource(seed: 2026)
    let originals = [
      try SampleFiles.bytes("penguins.csv").prefix(1500), try SampleFiles.bytes("iris.csv").prefix(800),
      IDXParserTests.images[...], try PackedFiles.packed("text")[...],
      try PackedFiles.picture("rgb8-interlaced.png").bytes[...], try PackedFiles.picture("palette4.png").bytes[...],
      try SampleFiles.bytes("brick128.pgm").prefix(1000),
    ]
    for round in 0..<1000 {
      var bytes = Array(originals[round % originals.count])
      for _ in 0...random.integer(below: 4) {
        bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
      }
      checkAllParsers(bytes)
    }
  }

  private func checkAllParsers(_ bytes: [UInt8]) {
    let loose = TableSettings(categories: .oneHot, missingValues: .dropRow, minimumRows: 1)
    let strict = TableSettings(header: .absent, label: 2, features: [1], target: .quantity)
    for settings in [TableSettings(), loose, strict] {
      checkMessage { () throws(DataError) in
        let dataset = try TableParser.parse(bytes, file: "fuzz", settings: settings).dataset
        #expect(dataset.inputs.values.allSatisfy { $0.isFinite })
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for gaps in SeriesGaps.allCases {
      checkMessage { () throws(DataError) in
        let data = try Written.series("0,1\n1,2\n2,4\n3,3\n4,1\n" + text, SeriesChoices(window: 1, gaps: gaps))
        #expect(data.train.inputs.values.allSatisfy { $0.isFinite })
      }
    }
    checkMessage { () throws(DataError) in _ = try IDXParser.parse(bytes, file: "fuzz") }
    checkMessage { () throws(DataError) in
      #expect(try Gzip.unpack(bytes, file: "fuzz", limit: 1 << 16).count <= 1 << 16)
    }
    for start in [[], PNGParser.signature, Array("P2 ".utf8), Array("P5 3 2 255 ".utf8)] {
      checkMessage { () throws(DataError) in
        let image = try GrayImage.parse(start + bytes, file: "fuzz")
        #expect(image.brightness.allSatisfy { (0...255).contains($0) })
      }
    }
    checkMessage { () throws(DataError) in _ = try Written.images(bytes, labels: bytes) }
    checkMessage { () throws(DataError) in
      _ = try Written.images(Written.idx([3, 2, 2], bytes), labels: IDXParserTests.labels)
    }
  }

  private func checkMessage(_ parse: () throws(DataError) -> Void) {
    do {
      try parse()
    } catch {
      let message = error.description
      #expect(
        message.hasPrefix("fuzz") || message.hasPrefix("images") || message.hasPrefix("labels")
          || message.hasPrefix("series.csv"))
      #expect(message.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 })
    }
  }
}
