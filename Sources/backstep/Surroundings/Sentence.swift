import Datasets
import Wording

/// Sentences of error messages.
enum Sentence {
  /// `unknown lesson: found "nueron", needed one of neuron, layers. Did you mean "neuron"?`
  static func unknown(_ kind: String, _ found: String, known: [String], needed: String? = nil) -> String {
    let needed = needed ?? "one of \(known.joined(separator: ", "))"
    let suggestion = NearestName.find(found, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
    return "unknown \(kind): found \"\(shown(found))\", needed \(needed).\(suggestion)"
  }

  /// With a full stop, where there is no other sign of an end.
  static func ended(_ text: String) -> String {
    text.last.map { ".?!".contains($0) } == true ? text : text + "."
  }

  /// Text from the command line, fit to be shown: control characters as codes.
  static func shown(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar.properties.generalCategory {
      case .control, .format: result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
