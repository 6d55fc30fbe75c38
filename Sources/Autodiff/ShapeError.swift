public import TensorMath

/// Shapes that do not go together: which operation, what was found, what was needed.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  public let operation: String
  public let found: String
  public let needed: String
  /// The layer or value being built, when it is known.
  public var scope: String?

  public init(_ operation: String, found: [Shape], needed: String) {
    self.operation = operation
    self.found = found.map(\.description).joined(separator: " and ")
    self.needed = needed
  }

  public init(_ operation: String, found: String, needed: String) {
    self.operation = operation
    self.found = found
    self.needed = needed
  }

  public var description: String {
    "\(scope.map { "\($0): " } ?? "")\(operation) needs \(needed), found \(found)"
  }
}
