import TensorMath
import Wording

/// Turns the label column of a table into targets: class indices, or the numbers themselves.
enum LabelEncoding {
  static func encode(
    _ index: Int, of rows: [Table.Row], in table: Table, as target: TableSettings.Target
  ) throws(DataError) -> (task: Dataset.Task, targets: Tensor) {
    let column = table.columns[index]
    let isQuantity: Bool
    switch target {
    case .quantity: isQuantity = true
    case .classes: isQuantity = false
    case .detected where column.holdsNumbers:
      isQuantity = looksLikeQuantity(try FeatureEncoding.numbers(index, of: rows, in: table))
    case .detected: isQuantity = false
    }
    if isQuantity {
      let numbers = try FeatureEncoding.numbers(index, of: rows, in: table)
      return (.regression(targetName: column.name), Tensor([rows.count, 1], numbers))
    }

    // A class is the word as it stands, or the number: 1 and 1.0 are the same class.
    let cells = rows.map { $0.cells[index] }
    var spelling: [TableCell: String] = [:]
    for (cell, row) in zip(cells, rows) where spelling[cell] == nil {
      spelling[cell] = TableCell.trimmed(row.fields[index])
    }
    let classes = spelling.keys.sorted { precedes($0, $1) }
    guard classes.count >= 2 else {
      throw DataError(
        .tooFewClasses, in: table.file, at: .choice("label"),
        found:
          "one class, \(Quotation.quoted(classes.first.flatMap { spelling[$0] } ?? "")), in column \(Quotation.quoted(column.name))",
        needed: "at least two")
    }
    let classNames = classes.compactMap { spelling[$0] }
    let indices = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Float($0)) })
    let targets = cells.compactMap { indices[$0] }
    return classes.count == 2
      ? (.binaryClassification(classNames: classNames), Tensor([rows.count, 1], targets))
      : (.classification(classNames: classNames), Tensor([rows.count], targets))
  }

  /// Given numbers only: a word among them has been reported as a mistake, not taken for a class.
  private static func looksLikeQuantity(_ numbers: [Float]) -> Bool {
    let different = Set(numbers)
    return different.contains { $0 != $0.rounded() } || different.count > 20 || different.count * 2 > numbers.count
  }

  /// Numbers by size, then words by letter.
  private static func precedes(_ first: TableCell, _ second: TableCell) -> Bool {
    switch (first, second) {
    case (.number(let first), .number(let second)): first < second
    case (.text(let first), .text(let second)): first < second
    case (.number, .text), (.number, .missing), (.text, .missing): true
    case (.text, .number), (.missing, _): false
    }
  }
}
