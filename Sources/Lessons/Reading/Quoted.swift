import Datasets
import NeuralNet

/// Text from a file, made fit to be shown in a message: in quotation marks, control characters as
/// codes (files hold anything, escape sequences for the terminal included), and not too long.
func quoted(_ text: String) -> String {
  // Long enough for names and numbers; a whole paragraph would fill the screen.
  let limit = 60
  var shown = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar {
    case "\n": shown += "\\n"
    case "\t": shown += "\\t"
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
  }
  return "\"\(shown)\(text.unicodeScalars.count > limit ? "…" : "")\""
}

/// `Did you mean "adam"?`, or nil when nothing is near: few letters away, two letters swapped ("adma"),
/// or a part of a longer name ("cross-entropy").
func suggestion(for name: String, among names: [String]) -> String? {
  let name = String(name.prefix(64))
  let near = NearestName.find(name, among: names) ?? (name.count >= 3 ? Spelling.nearest(to: name, among: names) : nil)
  let longer = name.count >= 4 ? names.first { $0.contains(name) } : nil
  return (near ?? longer).map { "Did you mean \(quoted($0))?" }
}

/// `one of sgd, momentum or adam`
func choice(of names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
  return "one of \(names.dropLast().joined(separator: ", ")) or \(last)"
}
