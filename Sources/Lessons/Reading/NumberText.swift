/// How numbers are written for people: as short as they can be without losing anything.
extension Double {
  /// `0.001` and not `1e-03`, `20` and not `20.0`.
  var short: String {
    guard isFinite else { return "\(self)" }
    if self == rounded(), magnitude < 1e15 { return String(Int(self)) }
    return "\(self)"
  }
}

extension Float {
  /// The shortest digits that give back the same float.
  var short: String {
    guard isFinite else { return "\(self)" }
    if self == rounded(), magnitude < 1e7 { return String(Int(self)) }
    return "\(self)"
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}

extension Unicode.Scalar {
  /// A control character that is no line break and no tab.
  var isControl: Bool {
    // Unicode's category Cc, which is closed: no character will be added to it.
    (value < 0x20 || (0x7F...0x9F).contains(value)) && self != "\n" && self != "\t"
  }
}
