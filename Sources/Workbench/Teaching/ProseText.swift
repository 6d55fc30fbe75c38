import Lessons
import Screen

/// Markdown of a lesson as lines of styled text.
enum ProseText {
  static func lines(_ markdown: String, _ theme: Theme) -> [StyledText] {
    var lines = blocks(Prose(markdown: markdown).blocks, theme)
    while lines.last?.text.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Blocks with an empty line behind each.
  private static func blocks(_ blocks: [ProseBlock], _ theme: Theme) -> [StyledText] {
    blocks.flatMap { block -> [StyledText] in
      switch block {
      case .heading(_, let spans): return [styled(spans, theme).over(theme.title), StyledText("")]
      case .paragraph(let spans): return [styled(spans, theme), StyledText("")]
      case .list(let start, let items):
        let bullet = theme.capabilities.isUnicode ? "•" : "*"
        let marks = items.indices.map { index in start.map { "\($0 + index). " } ?? "\(bullet) " }
        return zip(marks, items).flatMap { mark, item in
          var lines = Self.blocks(item, theme)
          while lines.last?.text.isEmpty == true { lines.removeLast() }
          guard let first = lines.first else { return [StyledText(mark)] }
          return [StyledText(mark, theme.accent) + first] + lines.dropFirst().map { StyledText("  ") + $0 }
        } + [StyledText("")]
      case .code(let text):
        return text.split(separator: "\n", omittingEmptySubsequences: false).map {
          StyledText("  \($0)", theme.accent)
        } + [StyledText("")]
      case .quote(let inner): return Self.blocks(inner, theme).map { StyledText("  ") + $0.over(theme.muted) }
      case .rule: return [StyledText("---", theme.muted), StyledText("")]
      }
    }
  }

  private static func styled(_ spans: [ProseSpan], _ theme: Theme) -> StyledText {
    StyledText(
      spans.map { span in
        var style = Style.plain
        if span.style.contains(.strong) { style = style.with(.bold) }
        if span.style.contains(.emphasis) { style = style.with(.italic) }
        if span.style.contains(.code) { style = theme.key }
        return StyledText.Span(span.text, style)
      })
  }
}
