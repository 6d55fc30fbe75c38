import CCmark

extension Prose {
  /// Parses Markdown (CommonMark). HTML in it is kept as the text it is written as.
  public init(markdown: String) {
    var markdown = markdown
    let document = markdown.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT) }
    }
    guard let document else {
      self.init(blocks: [])
      return
    }
    defer { cmark_node_free(document) }
    self.init(blocks: MarkdownReader.blocks(in: document, depth: 0))
  }
}

/// Walks the tree that cmark has made.
private enum MarkdownReader {
  /// Quotes in quotes in quotes: what is deeper than any panel can show is left out.
  private static let deepest = 24

  static func blocks(in parent: OpaquePointer, depth: Int) -> [ProseBlock] {
    guard depth < deepest else { return [] }
    return children(of: parent).compactMap { block($0, depth: depth) }
  }

  private static func block(_ node: OpaquePointer, depth: Int) -> ProseBlock? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      return .heading(level: Int(cmark_node_get_heading_level(node)), spans(in: node))
    case CMARK_NODE_PARAGRAPH: return .paragraph(spans(in: node))
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      return .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        items: children(of: node).map { blocks(in: $0, depth: depth + 1) })
    case CMARK_NODE_CODE_BLOCK: return .code(withoutLastBreak(literal(node)))
    case CMARK_NODE_HTML_BLOCK: return .paragraph([ProseSpan(withoutLastBreak(literal(node)))])
    case CMARK_NODE_BLOCK_QUOTE: return .quote(blocks(in: node, depth: depth + 1))
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    default: return nil
    }
  }

  private static func spans(in parent: OpaquePointer) -> [ProseSpan] {
    var spans: [ProseSpan] = []
    append(children(of: parent), style: [], to: &spans, depth: 0)
    return spans
  }

  private static func append(_ nodes: [OpaquePointer], style: ProseStyle, to spans: inout [ProseSpan], depth: Int) {
    guard depth < deepest else { return }
    for node in nodes {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_HTML_INLINE: add(literal(node), style, to: &spans)
      case CMARK_NODE_SOFTBREAK: addSoftBreak(before: cmark_node_next(node), style, to: &spans)
      case CMARK_NODE_LINEBREAK: add("\n", style, to: &spans)
      case CMARK_NODE_CODE: add(literal(node), style.union(.code), to: &spans)
      case CMARK_NODE_EMPH: append(children(of: node), style: style.union(.emphasis), to: &spans, depth: depth + 1)
      case CMARK_NODE_STRONG: append(children(of: node), style: style.union(.strong), to: &spans, depth: depth + 1)
      default: append(children(of: node), style: style, to: &spans, depth: depth + 1)
      }
    }
  }

  /// A line that ends in the source is a space in English. Chinese has no spaces between characters:
  /// there the lines are joined.
  private static func addSoftBreak(before next: OpaquePointer?, _ style: ProseStyle, to spans: inout [ProseSpan]) {
    let left = spans.last?.text.unicodeScalars.last
    let right = next.flatMap(firstScalar)
    let isChinese = [left, right].contains { scalar in scalar.map(isCJK) ?? false }
    if !isChinese { add(" ", style, to: &spans) }
  }

  private static func firstScalar(_ node: OpaquePointer) -> Unicode.Scalar? {
    var node = node
    while let child = cmark_node_first_child(node) { node = child }
    return literal(node).unicodeScalars.first
  }

  /// Chinese characters and their punctuation.
  private static func isCJK(_ scalar: Unicode.Scalar) -> Bool {
    (0x2E80...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFF00...0xFFEF).contains(scalar.value) || (0x20000...0x3FFFF).contains(scalar.value)
  }

  private static func add(_ text: String, _ style: ProseStyle, to spans: inout [ProseSpan]) {
    guard !text.isEmpty else { return }
    if let last = spans.last, last.style == style {
      spans[spans.count - 1].text += text
    } else {
      spans.append(ProseSpan(text, style))
    }
  }

  private static func children(of parent: OpaquePointer) -> [OpaquePointer] {
    var children: [OpaquePointer] = []
    var next = cmark_node_first_child(parent)
    while let child = next {
      children.append(child)
      next = cmark_node_next(child)
    }
    return children
  }

  private static func literal(_ node: OpaquePointer) -> String {
    // Escape sequences would reach the terminal.
    let text = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    return text.unicodeScalars.contains(where: \.isControl)
      ? String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 })) : text
  }

  private static func withoutLastBreak(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
