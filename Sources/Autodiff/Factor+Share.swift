extension Factor {
  /// The part of a mean in a product: `1/10`, or `2/10` where a square has been differentiated; nil for any other
  /// factor.
  public var share: (numerator: Int, count: Int)? {
    guard form == "#", operands.count == 1, case .constant(let name) = operands[0].place else { return nil }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[1]), count > 0,
      let numerator = Int(parts[0].hasPrefix("−") ? "-" + parts[0].dropFirst() : String(parts[0]))
    else { return nil }
    return (numerator, count)
  }
}
