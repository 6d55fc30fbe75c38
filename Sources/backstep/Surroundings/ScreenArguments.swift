import ArgumentParser
import Foundation
import NcursesBackend
import Screen

/// How the screen is drawn, where that is not left to what the terminal says of itself.
struct ScreenArguments: ParsableArguments {
  @Option(help: ArgumentHelp("256, 16, or mono.", valueName: "number"))
  var colors: ColorChoice?

  @Flag(name: .customLong("no-color"), help: "Draws without color, as NO_COLOR does.")
  var hasNoColor = false

  @Flag(help: "Draws with ASCII characters alone.")
  var ascii = false

  @Flag(help: "For terminals with a light background.")
  var light = false

  @Option(help: ArgumentHelp("What curves are made of: braille, block, or ascii.", valueName: "kind"))
  var marker: MarkerChoice?

  @OptionGroup var language: LanguageArguments

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case indexed256 = "256", sixteen = "16", mono }
  enum MarkerChoice: String, ExpressibleByArgument, CaseIterable { case braille, block, ascii }

  var choices: CapabilityDetection.Choices {
    CapabilityDetection.Choices(
      colors: chosenColors, glyphs: ascii ? .ascii : nil, marker: chosenMarker, background: light ? .light : nil)
  }

  private var chosenColors: ScreenCapabilities.Colors? {
    if hasNoColor { return .mono }
    return switch colors {
    case .indexed256: .indexed256
    case .sixteen: .sixteen
    case .mono: .mono
    case nil: nil
    }
  }

  private var chosenMarker: ScreenCapabilities.Marker? {
    switch marker {
    case .braille: .braille
    case .block: .block
    case .ascii: .ascii
    case nil: nil
    }
  }

  /// For a screen that no terminal shows: everything, unless something was chosen.
  ///
  /// - Parameter hasColors: whether what it is written as shows any; else what colors tell is told by signs.
  func capabilities(hasColors: Bool) -> ScreenCapabilities {
    let isColorless = !hasColors || ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
    return ScreenCapabilities(
      colors: chosenColors ?? (isColorless ? .mono : .indexed256), glyphs: ascii ? .ascii : .unicode,
      marker: chosenMarker ?? .braille,
      background: light ? .light : .dark)
  }
}
