import Screen
import Testing

@Suite struct ColorScaleTests {
  private let dark = ColorScale.diverging(limit: 2)

  @Test func signsNeverShareAColor() {
    for capabilities in [ScreenCapabilities.full, ScreenCapabilities(background: .light)] {
      let scale = ColorScale.diverging(limit: 1, capabilities)
      let steps = stride(from: 0.125, through: 1, by: 0.25)
      let colors = steps.flatMap { [scale.color(of: -$0), scale.color(of: $0)] } + [scale.color(of: 0)]
      #expect(Set(colors).count == 9)
      #expect(!colors.contains(nil))
    }
  }

  @Test func zeroIsItsOwnClassHoweverSmallTheNeighbors() {
    #expect(dark.classify(0) == .zero)
    #expect(dark.classify(-0.0) == .zero)
    #expect(dark.classify(.leastNonzeroMagnitude) == .level(1, isBeyond: false))
    #expect(dark.classify(-.leastNonzeroMagnitude) == .level(-1, isBeyond: false))
    #expect(
      ColorScale.diverging(limit: .leastNonzeroMagnitude).classify(.leastNonzeroMagnitude) == .level(4, isBeyond: false)
    )
  }

  @Test func theEndsAndBeyond() {
    #expect(dark.classify(2) == .level(4, isBeyond: false))
    #expect(dark.classify(2.01) == .level(4, isBeyond: true))
    #expect(dark.classify(-1e300) == .level(-4, isBeyond: true))
    #expect(dark.digit(of: 2.01) == "^")
    #expect(dark.digit(of: 2) == "9")
    #expect(dark.digit(of: 1e-30) == "1")
    #expect(dark.digit(of: 0) == "0")
  }

  @Test func whatIsNoNumberGetsNoColor() {
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(dark.color(of: value) == nil)
      #expect(dark.style(of: value).isReversed)
    }
    #expect(dark.digit(of: .nan) == "N")
  }

  @Test func textReadsOnEveryCell() {
    let scales: [ColorScale] = [ScreenCapabilities.Background.dark, .light].flatMap { background in
      let capabilities = ScreenCapabilities(background: background)
      return [
        .diverging(limit: 1, capabilities), .sequential(high: 1, capabilities), .gray(high: 1, capabilities),
      ] as [ColorScale]
    }
    for scale in scales {
      for value in stride(from: -1.0, through: 1, by: 0.01) {
        guard case .indexed(let text) = scale.style(of: value).foreground,
          case .indexed(let ground) = scale.style(of: value).background
        else { continue }
        #expect(Palette.contrast(text, ground) >= 4.5, "\(text) on \(ground)")
      }
    }
  }

  @Test func sequentialLevelsRiseWithTheValue() {
    let scale = ColorScale.sequential(low: -1, high: 1)
    var last = -1
    for value in stride(from: -1.0, through: 1, by: 0.05) where value != 0 {
      guard case .level(let level, false) = scale.classify(value) else { continue }
      #expect(level >= last)
      last = level
    }
    #expect(last == 7)
    #expect(scale.classify(1.1) == .level(7, isBeyond: true))
  }

  @Test func withSixteenColorsHueIsTheSign() {
    let scale = ColorScale.diverging(limit: 1, ScreenCapabilities(colors: .sixteen))
    #expect(scale.style(of: 0.5).foreground == .indexed(11))
    #expect(scale.style(of: -0.5).foreground == .indexed(12))
    #expect(scale.style(of: 0) == .plain)
    #expect(scale.color(of: 0.5) == nil)
  }

  @Test func withoutColorNothingIsColored() {
    let scale = ColorScale.diverging(limit: 1, .plainest)
    #expect(scale.style(of: 0.5) == .plain)
    #expect(scale.sign(of: -0.5) == "-")
    #expect(scale.shade(of: 1) == "@")
    #expect(scale.shade(of: 1e-9) == ".")
    #expect(scale.shade(of: 0) == " ")
  }

  @Test func oddLimitsAreHarmless() {
    for limit in [0, -3, Double.nan, .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
      for value in [0, 1, -1, Double.nan, .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
        _ = ColorScale.diverging(limit: limit).digit(of: value)
        _ = ColorScale.sequential(low: limit, high: value).digit(of: 1)
        _ = ColorScale.sequential(low: -limit, high: limit).style(of: value)
      }
    }
  }
}
