import Foundation
import PseudoTerminal
import Testing

extension Session {
  /// After the program has ended, the terminal is as it found it: settings, screen, cursor, modes.
  func expectRestored(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(modes == modesBefore, comment, sourceLocation: sourceLocation)
    let text = written
    // What was switched on is switched off, and later.
    let pairs = [
      ("\u{1B}[?1049h", "\u{1B}[?1049l", "alternate screen"), ("\u{1B}[?25l", "\u{1B}[?25h", "hidden cursor"),
      ("\u{1B}[?2004h", "\u{1B}[?2004l", "bracketed paste"), ("\u{1B}[?1h", "\u{1B}[?1l", "application keys"),
      ("\u{1B}[?2026h", "\u{1B}[?2026l", "synchronized update"), ("\u{1B}[?1000h", "\u{1B}[?1000l", "mouse"),
    ]
    for (on, off, name) in pairs {
      guard let start = text.range(of: on, options: .backwards) else { continue }
      // ncurses shows a cursor that blinks as two sequences.
      let end = text.range(of: off, options: .backwards) ?? text.range(of: "\u{1B}[?12l\(off)", options: .backwards)
      #expect(
        (end?.lowerBound).map { $0 > start.lowerBound } ?? false, "\(name) is left on \(comment ?? "")",
        sourceLocation: sourceLocation)
    }
    // Colors are the terminal's own again.
    if let last = text.ranges(of: #/\u{1B}\[[0-9;]*m/#).last {
      let sequence = String(text[last])
      #expect(
        ["\u{1B}[m", "\u{1B}[0m", "\u{1B}[39;49m", "\u{1B}[39m"].contains(sequence),
        "\(sequence.dropFirst()) is left on", sourceLocation: sourceLocation)
    }
  }

  /// What was written after the alternate screen was left: what the person finds in the terminal.
  var afterwards: String {
    guard let end = written.range(of: "\u{1B}[?1049l", options: .backwards) else { return written }
    return String(written[end.upperBound...])
  }
}
