/// A line of text in several styles: spans one after the other.
///
/// ```swift
/// let line = StyledText([.init("loss ", theme.muted), .init("0.231", theme.accent)])
/// ```
public struct StyledText: Hashable, Sendable, ExpressibleByStringInterpolation {
  public struct Span: Hashable, Sendable {
    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  public var spans: [Span]

  public init(_ spans: [Span] = []) { self.spans = spans }
  public init(_ text: String, _ style: Style = .plain) { self.spans = [Span(text, style)] }
  public init(stringLiteral value: String) { self.init(value) }

  public static func + (first: StyledText, second: StyledText) -> StyledText {
    StyledText(first.spans + second.spans)
  }

  public mutating func append(_ text: String, _ style: Style = .plain) { spans.append(Span(text, style)) }

  /// The words without their styles.
  public var text: String { spans.map(\.text).joined() }

  /// Every span laid over `base`.
  public func over(_ base: Style) -> StyledText {
    StyledText(spans.map { Span($0.text, $0.style.over(base)) })
  }
}
