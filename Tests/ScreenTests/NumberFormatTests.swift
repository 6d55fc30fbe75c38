import Screen
import ScreenTestSupport
import Testing

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (-0.21812, "−0.218"), (0.5, "0.500"), (12.345, "12.3"), (1234.5, "1235"), (123456, "123456"), (1e7, "1.00e7"),
    (0.00123, "0.00123"), (1.2e-7, "1.20e-7"), (0, "0"), (-0.0, "0"), (.nan, "NaN"), (.infinity, "Inf"),
    (-.infinity, "−Inf"), (0.9996, "1.00"), (999_999.7, "1000000"), (9.9999e-5, "0.000100"),
    (.leastNonzeroMagnitude, "5.00e-324"),
    (1.7976931348623157e308, "1.80e308"), (2.675, "2.68"), (1, "1.00"), (0.0999951, "0.100"),
  ]) func threeSignificantDigits(value: Double, text: String) {
    #expect(NumberFormat().text(value) == text)
  }

  @Test func floatsAreWrittenAsFloats() {
    #expect(NumberFormat(significantDigits: 9, trimsZeros: true).text(Float(0.1)) == "0.1")
    #expect(NumberFormat().text(Float.leastNonzeroMagnitude) == "1.00e-45")
    #expect(NumberFormat().text(Float.greatestFiniteMagnitude) == "3.40e38")
  }

  @Test(arguments: [
    (-0.21812, 6, "−0.218"), (-0.21812, 5, "−0.22"), (0.5, 7, "  0.500"), (-123.456, 5, " −123"),
    (1.2e-7, 6, "1.2e-7"), (1.2e-7, 4, "1e-7"), (1.2e-7, 3, "###"), (-1e-38, 4, "####"), (0, 3, "  0"), (.nan, 2, "##"),
    (.nan, 5, "  NaN"), (123456, 6, "123456"), (123456, 4, " 1e5"), (5, 0, ""),
  ]) func fixedWidth(value: Double, width: Int, text: String) {
    #expect(NumberFormat().text(value, width: width) == text)
  }

  @Test func nothingButZeroIsShownAsZero() {
    var random = RepeatableRandomNumbers(seed: 4)
    for _ in 0..<20_000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      guard value.isFinite, value != 0 else { continue }
      for width in 1...9 {
        let text = NumberFormat(glyphs: .ascii).text(value, width: width)
        #expect(text.count == width)
        if !text.contains("#") {
          let read = Float(text.filter { $0 != " " })
          #expect(read != 0 && read?.sign == value.sign, "\(value) as \(text)")
        }
      }
    }
  }

  @Test func optionsOfSignAndZeros() {
    #expect(NumberFormat(trimsZeros: true).text(0.5) == "0.5")
    #expect(NumberFormat(trimsZeros: true).text(100.0) == "100")
    #expect(NumberFormat(showsPlus: true).text(0.5) == "+0.500")
    #expect(NumberFormat(glyphs: .ascii).text(-0.5) == "-0.500")
    #expect(NumberFormat().text(0.25, decimals: 1) == "0.3")
    #expect(NumberFormat().text(-0.04, decimals: 1) == "0.0")
  }
}
