import TensorMath
import Wording

/// Makes a data set from a table in a text file: one example a row, one column the label.
///
/// Numbers are kept as they are, in the file's units. Classes are numbered in the order of their
/// names, so that the same table gives the same indices however its rows are sorted.
public enum TableParser {
  /// - Parameters:
  ///   - bytes: the whole file, UTF-8.
  ///   - file: its name, for errors and for `Dataset.source`.
  ///   - name: the data set's name; the file's when nil.
  public static func parse(
    _ bytes: [UInt8], file: String, name: String? = nil, settings: TableSettings = TableSettings()
  ) throws(DataError) -> TableReading {
    let text = try DelimitedTextParser.parse(bytes, file: file, separator: settings.separator)
    let table = try Table(text, file: file, header: settings.header)
    let label = try table.index(of: settings.label, for: "label")
    let choice = try FeatureChoice(settings, table: table, label: label)

    let (rows, dropped) = try completeRows(of: table, columns: choice.columns + [label], settings: settings)
    guard rows.count >= max(1, settings.minimumRows) else {
      throw DataError(
        .tooFewRows, in: file, found: "\(Quotation.counted(rows.count, "row", "rows")) with all values",
        needed: "at least \(max(1, settings.minimumRows))",
        suggestion: dropped.isEmpty
          ? nil : "\(Quotation.counted(dropped.count, "row was", "rows were")) dropped for missing values.")
    }
    let (names, inputs) = try FeatureEncoding.encode(choice.columns, of: rows, in: table)
    let (task, targets) = try LabelEncoding.encode(label, of: rows, in: table, as: settings.target)
    return TableReading(
      dataset: Dataset(
        name: name ?? file, inputs: inputs, targets: targets, featureNames: names, task: task, source: file,
        lines: rows.map(\.line)),
      separator: table.separator, hasHeader: table.hasHeader, rowCount: table.rows.count, droppedRows: dropped,
      leftOutColumns: choice.leftOut)
  }

  /// The rows that have a value in each of `columns`; the others are dropped or end the reading.
  private static func completeRows(
    of table: Table, columns: [Int], settings: TableSettings
  ) throws(DataError) -> (rows: [Table.Row], dropped: [TableReading.DroppedRow]) {
    var rows: [Table.Row] = []
    var dropped: [TableReading.DroppedRow] = []
    for row in table.rows {
      guard let missing = columns.filter({ row.cells[$0] == .missing }).min() else {
        rows.append(row)
        continue
      }
      let column = table.columns[missing]
      let found = TableCell.trimmed(row.fields[missing])
      switch settings.missingValues {
      case .dropRow: dropped.append(TableReading.DroppedRow(line: row.line, column: column.name, found: found))
      case .fail:
        throw DataError(
          .missingValue, in: table.file, at: .cell(line: row.line, column: column.number, name: column.name),
          found: found.isEmpty ? "nothing" : "\(Quotation.quoted(found)) for a missing value", needed: "a value",
          suggestion: "Fill it in, take the row out, or write \"missing: drop\" in a lesson's file.")
      }
    }
    return (rows, dropped)
  }
}

/// Which columns become features, and which were passed over.
private struct FeatureChoice {
  let columns: [Int]
  let leftOut: [String]

  init(_ settings: TableSettings, table: Table, label: Int) throws(DataError) {
    var columns: [Int] = []
    var leftOut: [String] = []
    if let features = settings.features {
      for reference in features {
        let index = try table.index(of: reference, for: "features")
        let column = table.columns[index]
        guard index != label, !columns.contains(index) else {
          throw DataError(
            .repeatedChoice, in: table.file, at: .choice("features"),
            found: index == label
              ? "\(Quotation.quoted(column.name)), the label" : "\(Quotation.quoted(column.name)) twice",
            needed: "each column once")
        }
        guard column.holdsNumbers || settings.categories == .oneHot else {
          throw DataError(
            .textFeature, in: table.file, at: .choice("features"),
            found: "\(Quotation.quoted(column.name)), a column of words", needed: "a column of numbers",
            suggestion: "Ask for one-hot columns to use its categories.")
        }
        columns.append(index)
      }
    } else {
      for (index, column) in table.columns.enumerated() where index != label {
        if column.holdsNumbers || settings.categories == .oneHot {
          columns.append(index)
        } else {
          leftOut.append(column.name)
        }
      }
    }
    guard !columns.isEmpty else {
      throw DataError(
        .noFeatures, in: table.file,
        found: "no column of numbers beside the label \(Quotation.quoted(table.columns[label].name))",
        needed: "at least one", suggestion: table.columns.count == 1 ? "Is the separator another one?" : nil)
    }
    self.columns = columns
    self.leftOut = leftOut
  }
}
