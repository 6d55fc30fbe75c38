/// A way of choosing tokens as it is typed: `greedy`, `beam 4`, `sample 0.8 k=5 p=0.9 seed=3`.
extension Decoding {
  public struct TextError: Error, Hashable, Sendable {
    public let found: String
    public let needed: String
  }

  public init(text: String) throws(TextError) {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    guard let name = words.first else { throw TextError(found: "nothing", needed: "greedy, beam or sample") }
    let rest = words.dropFirst()
    switch name {
    case "greedy":
      if let word = rest.first { throw TextError(found: word, needed: "nothing behind greedy") }
      self.init(.greedy)
    case "beam":
      let text = rest.first ?? "4"
      guard rest.count <= 1, let width = Int(text), Self.beamWidths.contains(width) else {
        throw TextError(
          found: rest.joined(separator: " "),
          needed: "a width from \(Self.beamWidths.lowerBound) to \(Self.beamWidths.upperBound)")
      }
      self.init(.beam(width: width))
    case "sample":
      self.init(.sample)
      for word in rest { try read(word) }
    default: throw TextError(found: name, needed: "greedy, beam or sample")
    }
  }

  private mutating func read(_ word: String) throws(TextError) {
    let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let (key, value) = parts.count == 2 ? (parts[0], parts[1]) : ("t", word)
    switch key {
    case "t", "temperature":
      guard let number = Float(value), Self.temperatures.contains(number) else {
        throw TextError(
          found: word, needed: "a temperature from \(Self.temperatures.lowerBound) to \(Self.temperatures.upperBound)")
      }
      temperature = number
    case "k", "top-k":
      guard let number = Int(value), (0...100_000).contains(number) else {
        throw TextError(found: word, needed: "k: how many tokens to draw from, 0 for all")
      }
      topK = number
    case "p", "top-p":
      guard let number = Float(value), number > 0, number <= 1 else {
        throw TextError(found: word, needed: "p: a probability above 0, up to 1")
      }
      topP = number
    case "seed":
      guard let number = UInt64(value) else { throw TextError(found: word, needed: "seed: a whole number from 0 up") }
      seed = number
    default: throw TextError(found: word, needed: "t=0.8, k=5, p=0.9 or seed=3")
    }
  }

  /// As it would be typed.
  public var text: String {
    switch rule {
    case .greedy: return "greedy"
    case .beam(let width): return "beam \(width)"
    case .sample:
      let cuts = (topK > 0 ? " k=\(topK)" : "") + (topP < 1 ? " p=\(topP)" : "")
      return "sample t=\(temperature)\(cuts) seed=\(seed)"
    }
  }
}
