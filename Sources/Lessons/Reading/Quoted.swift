import Wording

/// Text from a file, made fit to be shown in a message.
func quoted(_ text: String) -> String { Quotation.quoted(text) }

/// `Did you mean "adam"?`, or nil when nothing is near: few letters away, two letters swapped ("adma"),
/// or a part of a longer name ("cross-entropy").
func suggestion(for name: String, among names: [String]) -> String? {
  let name = String(name.prefix(64))
  let near = NearestName.find(name, among: names)
  let longer = name.count >= 4 ? names.first { $0.contains(name) } : nil
  return (near ?? longer).map { "Did you mean \(quoted($0))?" }
}

/// `one of sgd, momentum or adam`
func choice(of names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
  return "one of \(names.dropLast().joined(separator: ", ")) or \(last)"
}
