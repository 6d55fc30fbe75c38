extension Prose {
  /// As plain text for pipes and screen readers: a paragraph a line, an empty line between blocks, no signs of styles.
  public var plainLines: [String] { Self.lines(blocks) }

  private static func lines(_ blocks: [ProseBlock]) -> [String] {
    Array(blocks.map(lines).joined(separator: [""]))
  }

  private static func lines(_ block: ProseBlock) -> [String] {
    switch block {
    case .heading(_, let spans), .paragraph(let spans): [ProseSpan.plainText(spans)]
    case .code(let text): text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
    case .quote(let blocks): lines(blocks).map { "  \($0)" }
    case .rule: []
    case .list(let start, let items):
      items.enumerated().flatMap { index, item in
        let sign = start.map { "\($0 + index). " } ?? "- "
        let own = item.flatMap(lines)
        return own.prefix(1).map { sign + $0 } + own.dropFirst().map { "  \($0)" }
      }
    }
  }
}
