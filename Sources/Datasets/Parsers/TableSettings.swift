/// How a table is to be read. What is not said is found out from the table.
public struct TableSettings: Hashable, Sendable {
  /// nil: found out.
  public var separator: DelimitedText.Separator?
  public var header: Header
  /// The column to be predicted.
  public var label: ColumnReference
  /// The columns to predict from, in this order; nil: every column of numbers but the label.
  public var features: [ColumnReference]?
  public var categories: Categories
  public var missingValues: MissingValues
  public var target: Target
  /// How many rows must be left once rows are dropped.
  public var minimumRows: Int

  public enum Header: Hashable, Sendable {
    /// The first row is a header when none of its fields is a number or missing.
    case detected
    case present
    case absent
  }

  /// What becomes of feature columns that hold words.
  public enum Categories: Hashable, Sendable {
    /// Left out, and listed in the report.
    case leaveOut
    /// One column of zeros and ones for each category: `island=Biscoe`.
    case oneHot
  }

  /// What becomes of a row without a value that is needed.
  public enum MissingValues: Hashable, Sendable {
    case fail
    case dropRow
  }

  public enum Target: Hashable, Sendable {
    /// Words are classes; whole numbers are classes when there are at most 20 different ones that
    /// come twice or more on average; other numbers are a quantity.
    case detected
    case classes
    case quantity
  }

  public init(
    separator: DelimitedText.Separator? = nil, header: Header = .detected, label: ColumnReference = .last,
    features: [ColumnReference]? = nil, categories: Categories = .leaveOut, missingValues: MissingValues = .fail,
    target: Target = .detected, minimumRows: Int = 2
  ) {
    self.separator = separator
    self.header = header
    self.label = label
    self.features = features
    self.categories = categories
    self.missingValues = missingValues
    self.target = target
    self.minimumRows = minimumRows
  }
}

/// How a column is pointed at.
public enum ColumnReference: Hashable, Sendable {
  case named(String)
  /// Columns count from 1.
  case numbered(Int)
  case last
}

extension ColumnReference: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  public init(stringLiteral name: String) { self = .named(name) }
  public init(integerLiteral number: Int) { self = .numbered(number) }
}
