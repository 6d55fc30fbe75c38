import Datasets
import TensorMath
import Testing

/// Pictures put together byte by byte in tools/reference/files.py, of every color type and depth that PNG has.
@Suite struct PictureTests {
  @Test(arguments: try PackedFiles.pictures().filter { !$0.brightness.isEmpty })
  func brightnessIsWhatWasWritten(_ picture: PackedFiles.Picture) throws {
    let read = try GrayImage.parse(picture.bytes, file: picture.name)
    #expect(read.width == picture.width && read.height == picture.height)
    let worst = zip(read.brightness, picture.brightness).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst <= 255 * 1.2e-7, "\(worst)")
  }

  @Test func everyKindIsThere() throws {
    let names = try PackedFiles.pictures().map(\.name)
    for kind in ["gray1", "gray2", "gray4", "gray8", "gray16", "rgb8", "rgb16", "palette1", "palette2", "palette4"] {
      #expect(names.contains("\(kind).png"))
    }
    for kind in ["palette8", "palette8-transparent", "gray8-alpha", "gray16-alpha", "rgb8-alpha", "rgb16-alpha"] {
      #expect(names.contains("\(kind).png"))
    }
    #expect(names.contains("rgb8-interlaced.png") && names.contains("gray4-interlaced.png"))
  }

  @Test func everyTruncationIsReported() throws {
    for picture in try PackedFiles.pictures() {
      let bytes = picture.bytes
      // The last chunk is the end's: 12 bytes that say nothing else.
      for length in 0..<bytes.count - 1 {
        #expect(throws: DataError.self, "\(length) bytes of \(picture.name)") {
          try GrayImage.parse(Array(bytes.prefix(length)), file: "x.png")
        }
      }
    }
  }

  @Test func aDamagedPictureIsSaidInItsWords() throws {
    var bytes = try PackedFiles.picture("gray8.png").bytes
    // The last byte of the checksum of the pixels; after it come 12 bytes that end the file.
    bytes[bytes.count - 13] ^= 0xff
    let error = #expect(throws: DataError.self) { try GrayImage.parse(bytes, file: "x.png") }
    #expect(error?.problem == .corrupt)
    #expect(error?.description == "x.png: found a damaged PNG picture (IDAT: CRC error), needed an undamaged one.")
  }

  /// A header of 33 bytes may ask for gigabytes.
  @Test func sizesAreCheckedBeforeMemoryIsTaken() throws {
    let error = #expect(throws: DataError.self) {
      try GrayImage.parse(PackedFiles.picture("huge.png").bytes, file: "huge.png")
    }
    #expect(
      error?.description
        == "huge.png: found a picture of 2000000000×2000000000 pixels, needed 1×1 to 4096×4096.")
    let written = #expect(throws: DataError.self) { try GrayImage.parse(Written.bytes("P5 99999 2 255 "), file: "x") }
    #expect(written?.description == "x: found a picture of 99999×2 pixels, needed 1×1 to 4096×4096.")
  }
}

@Suite struct PGMParserTests {
  private func parse(_ text: String, _ bytes: [UInt8] = []) throws(DataError) -> GrayImage {
    try GrayImage.parse(Written.bytes(text) + bytes, file: "x.pgm")
  }

  @Test func textAndBytes() throws {
    let expected = GrayImage(height: 2, width: 3, brightness: [0, 51, 102, 153, 204, 255])
    #expect(try parse("P5\n3 2\n255\n", [0, 51, 102, 153, 204, 255]) == expected)
    #expect(try parse("P5 # a comment\n#another\n3\t2 255 ", [0, 51, 102, 153, 204, 255]) == expected)
    #expect(try parse("P2\n3 2\n255\n0 51 102\n153 204 255") == expected)
    // Other whites: 15 and 65535, the latter in two bytes.
    #expect(try parse("P2 3 2 15 0 3 6 9 12 15 ") == expected)
    #expect(
      try parse("P5 3 2 65535 ", [0, 0, 0x33, 0x33, 0x66, 0x66, 0x99, 0x99, 0xcc, 0xcc, 0xff, 0xff]) == expected)
  }

  @Test(arguments: [
    ("P", "byte 1: found the end of the file, needed P2 or P5"),
    ("P6 1 1 255 abc", "byte 0: found \"P6\" (colors), needed \"P2\" or \"P5\" (gray)"),
    ("P5", "byte 2: found the end of the file, needed the width"),
    ("P5 3", "byte 4: found the end of the file, needed the height"),
    ("P5 3 x", "byte 5: found \"x\", needed the height"),
    ("P5 -3 2", "byte 3: found \"-3\", needed the width"),
    ("P5 1234567890 2", "byte 3: found \"1234567890\", needed the width"),
    ("P5 0 2 255 ", "found a picture of 0×2 pixels, needed 1×1 to 4096×4096"),
    ("P5 3 2 70000 ", "byte 6: found 70000 for white, needed 1 to 65535"),
    ("P5 3 2 255 abc", "byte 14: found the end of the file, needed 6 bytes for the pixels, 3 are there"),
    ("P2 2 1 15 3 16", "found brightness 16 in pixel 0,1, needed 0 to 15"),
    ("P2 2 1 255 7", "byte 12: found the end of the file, needed 2 numbers"),
    ("P2 2 1 255 7 z", "byte 13: found \"z\", needed a number for each of 2 pixels"),
    ("GIF89a", "byte 0: found bytes of another kind, needed a PNG or PGM picture"),
    ("", "byte 0: found the end of the file, needed a picture"),
  ]) func whatIsWrongIsSaid(_ text: String, _ message: String) throws {
    let error = #expect(throws: DataError.self) { try parse(text) }
    let description = try #require(error?.description)
    #expect(description == "x.pgm, \(message)." || description == "x.pgm: \(message).")
  }

  @Test func thePhotographsAreRead() throws {
    for (name, width, height) in [("camera256", 256, 256), ("coins192", 192, 152), ("brick128", 128, 128)] {
      let image = try GrayImage.parse(SampleFiles.bytes("\(name).pgm"), file: name)
      #expect(image.width == width && image.height == height)
      #expect(image.brightness.allSatisfy { (0...255).contains($0) })
    }
  }
}
