/// Markdown as plain values for a panel: blocks of styled spans, and no HTML.
///
///     Prose(markdown: "# Hello\n\nPress `n`.").blocks  // a heading, and a paragraph of three spans
public struct Prose: Hashable, Sendable {
  public let blocks: [ProseBlock]

  public init(blocks: [ProseBlock]) { self.blocks = blocks }

  /// How many headings there are, on all levels.
  public var headingCount: Int {
    blocks.count { if case .heading = $0 { true } else { false } }
  }
}

public indirect enum ProseBlock: Hashable, Sendable {
  /// Level 1 to 6.
  case heading(level: Int, [ProseSpan])
  case paragraph([ProseSpan])
  /// The number of the first item, or nil for bullets.
  case list(start: Int?, items: [[ProseBlock]])
  /// Lines as they are, without the last line break.
  case code(String)
  case quote([ProseBlock])
  /// A line across.
  case rule
}

/// A run of text in one style. A line break inside is one that the writer wants; others are spaces.
public struct ProseSpan: Hashable, Sendable {
  public var text: String
  public var style: ProseStyle

  public init(_ text: String, _ style: ProseStyle = []) {
    self.text = text
    self.style = style
  }
}

public struct ProseStyle: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let emphasis = ProseStyle(rawValue: 1)
  public static let strong = ProseStyle(rawValue: 2)
  public static let code = ProseStyle(rawValue: 4)
}

extension ProseSpan {
  /// The text of spans without their styles.
  public static func plainText(_ spans: [ProseSpan]) -> String { spans.map(\.text).joined() }
}
