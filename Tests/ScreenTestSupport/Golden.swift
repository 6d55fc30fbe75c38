import Foundation
public import Screen
public import Testing

/// Compares a frame with the picture kept in `Goldens/` beside the test: its text, and below it a map
/// of its styles.
///
/// A missing golden is written and the test fails, so that nobody records one by accident. With
/// `RECORD_GOLDENS=1` all are written anew; review the difference before committing.
public func expectGolden(
  _ frame: Frame, _ name: String, test: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("Goldens")
  let file = folder.appendingPathComponent(name + ".screen")
  let actual = frame.text + "\n" + styleMap(frame)
  if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
    #expect(throws: Never.self, sourceLocation: sourceLocation) {
      try actual.write(to: file, atomically: true, encoding: .utf8)
    }
    return
  }
  guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
    try? actual.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("recorded a new golden, \(name).screen; look at it and commit it", sourceLocation: sourceLocation)
    return
  }
  let difference = firstDifference(expected, actual)
  #expect(
    difference == nil, "\(name).screen differs. \(difference ?? "")\nNow:\n\(actual)", sourceLocation: sourceLocation)
}

private func firstDifference(_ expected: String, _ actual: String) -> String? {
  let before = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let after = actual.split(separator: "\n", omittingEmptySubsequences: false)
  for index in 0..<max(before.count, after.count) {
    let old = index < before.count ? before[index] : "(no line)"
    let new = index < after.count ? after[index] : "(no line)"
    if old != new { return "Line \(index + 1):\n- \(old)\n+ \(new)" }
  }
  return nil
}

/// One letter a cell for its style, `.` for plain, then what the letters stand for.
private func styleMap(_ frame: Frame) -> String {
  let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  var names: [Style: Character] = [:]
  var legend = ""
  var map = ""
  for y in 0..<frame.size.height {
    for x in 0..<frame.size.width {
      let style = frame[x, y].style
      if style == .plain {
        map.append(".")
        continue
      }
      if names[style] == nil {
        let letter = names.count < letters.count ? letters[names.count] : "?"
        names[style] = letter
        legend += "\(letter) \(describe(style))\n"
      }
      map.append(names[style] ?? "?")
    }
    map += "\n"
  }
  if let cursor = frame.cursor { legend += "cursor \(cursor.x),\(cursor.y)\n" }
  return map + legend
}

private func describe(_ style: Style) -> String {
  func name(_ color: Color) -> String {
    switch color {
    case .default: "default"
    case .indexed(let index): String(index)
    }
  }
  let attributes = [
    style.isBold ? "bold" : nil, style.isDim ? "dim" : nil, style.isUnderlined ? "underline" : nil,
    style.isReversed ? "reverse" : nil, style.isItalic ? "italic" : nil,
  ]
  let words = [name(style.foreground) + " on " + name(style.background)] + attributes.compactMap { $0 }
  return words.joined(separator: " ")
}
