/// A JSON document: what the program writes for other programs. Objects keep the order in which they
/// were written, so that the same run gives the same text.
///
/// Numbers are exact: reading one back as a float or a double gives the same bits. JSON has no NaN and
/// no infinity; they are written as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`, which Python's
/// `float()` and JavaScript's `Number()` read back.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case float(Float)
  case string(String)
  case array([JSON])
  case object([Member])

  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: JSON

    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// An array of single-precision numbers.
  public static func floats(_ values: [Float]) -> JSON { .array(values.map(JSON.float)) }
  public static func integers(_ values: [Int]) -> JSON { .array(values.map(JSON.integer)) }
  public static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// An object from its members, in this order.
  public static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// The object with one more member; anything else stays as it is.
  public func adding(_ name: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [Member(name, value)])
  }
}
