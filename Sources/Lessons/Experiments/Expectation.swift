public import Autodiff

/// Something that would be so if the claim were right: one figure larger or smaller than another, or the same.
public struct Expectation: Hashable, Sendable {
  /// In words: "With more data the gap is smaller."
  public let text: BilingualText
  /// Which measure's figure.
  public let figure: String
  /// The rows meant, by some of their settings; empty for all rows.
  public let rows: [KnobSetting]
  public let relation: Relation
  public let other: Other
  /// By how much at least it has to differ; for ``Relation/same`` by how much at most it may.
  public let margin: Double

  public enum Relation: String, Hashable, Sendable, CaseIterable { case larger, smaller, same }

  /// What the figure is compared with.
  public enum Other: Hashable, Sendable {
    case number(Double)
    /// The same figure of other rows. Rows that agree in all other settings are compared.
    case rows([KnobSetting])
  }

  public init(
    text: BilingualText, figure: String, rows: [KnobSetting], is relation: Relation, than other: Other,
    margin: Double = 0
  ) {
    self.text = text
    self.figure = figure
    self.rows = rows
    self.relation = relation
    self.other = other
    self.margin = margin
  }

  func holds(_ one: Double, _ other: Double) -> Bool {
    switch relation {
    // Compared this way round, infinity is larger than any number and NaN is neither.
    case .larger: one > other + margin
    case .smaller: one < other - margin
    case .same: one == other || abs(one - other) <= margin
    }
  }
}

/// What became of an expectation.
public struct ExpectationOutcome: Hashable, Sendable {
  public let expectation: Expectation
  /// Each comparison that was made: rows of the report, and the figures compared.
  public let comparisons: [Comparison]

  public struct Comparison: Hashable, Sendable {
    public let row: Int
    /// Nil when the figure was compared with a number of the lesson's.
    public let otherRow: Int?
    public let figure: Double
    public let other: Double
    public let holds: Bool
  }

  /// All comparisons came out as expected.
  public var holds: Bool { !comparisons.isEmpty && comparisons.allSatisfy(\.holds) }

  public var met: Int { comparisons.count { $0.holds } }

  /// The comparison that tells most: one that failed, else the first.
  public var telling: Comparison? { comparisons.first { !$0.holds } ?? comparisons.first }
}

extension Expectation {
  /// Compares the medians of a finished experiment's rows; a row whose figure is missing counts as not met.
  func outcome(_ variations: [Variation], _ figure: (_ row: Int) -> Double?) -> ExpectationOutcome {
    let matching = variations.indices.filter { Self.matches(variations[$0], rows) }
    var comparisons: [ExpectationOutcome.Comparison] = []
    func compare(_ row: Int, with otherRow: Int?, _ number: Double?) {
      let (one, two) = (figure(row) ?? .nan, number ?? .nan)
      comparisons.append(
        ExpectationOutcome.Comparison(row: row, otherRow: otherRow, figure: one, other: two, holds: holds(one, two)))
    }
    for row in matching {
      switch other {
      case .number(let number): compare(row, with: nil, number)
      case .rows(let wanted):
        for otherRow in variations.indices
        where otherRow != row && Self.matches(variations[otherRow], wanted)
          && agree(variations[row], variations[otherRow], apartFrom: rows + wanted)
        {
          compare(row, with: otherRow, figure(otherRow))
        }
      }
    }
    return ExpectationOutcome(expectation: self, comparisons: comparisons)
  }

  static func matches(_ variation: Variation, _ wanted: [KnobSetting]) -> Bool {
    wanted.allSatisfy { variation[$0.knob] == $0.value }
  }

  private func agree(_ one: Variation, _ other: Variation, apartFrom settings: [KnobSetting]) -> Bool {
    let free = Set(settings.map(\.knob))
    let names = Set((one.settings + other.settings).map(\.knob)).subtracting(free)
    return names.allSatisfy { one[$0] == other[$0] }
  }
}
