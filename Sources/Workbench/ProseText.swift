import Lessons
import Screen

/// Markdown of a lesson as lines of styled text.
enum ProseText {
  static func lines(_ markdown: String, _ theme: Theme) -> [StyledText] {
    markdown.split(separator: "\n", omittingEmptySubsequences: false).map { StyledText(String($0)) }
  }
}
