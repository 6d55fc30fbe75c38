import Wording

/// Reads a series from a table: a column of dates, which have to ascend, and columns of numbers, which may have gaps.
enum SeriesParser {
  /// - Parameter features: columns to forecast from, by name; the one to be forecast when nil.
  /// - Returns: the series with the column to be forecast first, and which of its columns the features are.
  static func parse(
    _ bytes: [UInt8], name: String, source: SeriesSource, features: [String]?
  ) throws(DataError) -> (series: TimeSeries, channels: [Int]) {
    let text = try DelimitedTextParser.parse(bytes, file: source.file, separator: source.separator)
    let table = try Table(text, file: source.file, header: source.header)
    guard !table.rows.isEmpty else {
      throw DataError(
        .tooShortSeries, in: source.file, found: "no row behind the header", needed: "a row for each moment")
    }
    let date = try table.index(of: source.date, for: "date")
    let target = try target(source.target, date: date, in: table)
    let wanted = try columns(named: features, target: target, date: date, in: table)
    var indices = [target]
    for index in wanted where !indices.contains(index) { indices.append(index) }

    let dates = try dates(date, in: table)
    var columns: [TimeSeries.Column] = []
    for index in indices { columns.append(try column(index, in: table)) }
    let series = TimeSeries(
      name: name, source: source.file, dates: dates.map(\.text), lines: table.rows.map(\.line), columns: columns)
    return (series, wanted.compactMap { indices.firstIndex(of: $0) })
  }

  // MARK: Columns

  private static func target(_ reference: ColumnReference, date: Int, in table: Table) throws(DataError) -> Int {
    guard reference == .last else {
      let index = try table.index(of: reference, for: "label")
      guard index != date else {
        throw DataError(
          .repeatedChoice, in: table.file, at: .choice("label"),
          found: "\(Quotation.quoted(table.columns[index].name)), the column of dates", needed: "a column of numbers")
      }
      return index
    }
    let numbers = table.columns.indices.filter { $0 != date && table.columns[$0].holdsNumbers }
    if let close = numbers.first(where: { table.columns[$0].name.lowercased() == "close" }) { return close }
    guard let last = numbers.last else {
      throw DataError(
        .noFeatures, in: table.file,
        found: "no column of numbers beside the dates in \(Quotation.quoted(table.columns[date].name))",
        needed: "at least one", suggestion: table.columns.count == 1 ? "Is the separator another one?" : nil)
    }
    return last
  }

  private static func columns(
    named features: [String]?, target: Int, date: Int, in table: Table
  ) throws(DataError) -> [Int] {
    guard let features else { return [target] }
    guard !features.isEmpty else {
      throw DataError(.noFeatures, in: table.file, at: .choice("features"), found: "no feature", needed: "at least one")
    }
    let known = table.columns.indices.filter { $0 != date && table.columns[$0].holdsNumbers }
    let places = try Dataset.indices(
      of: features, among: known.map { table.columns[$0].name }, .unknownFeature, in: table.file, choice: "features")
    return places.map { known[$0] }
  }

  /// Numbers as they are, nil where nothing stands.
  private static func column(_ index: Int, in table: Table) throws(DataError) -> TimeSeries.Column {
    var values: [Float?] = []
    values.reserveCapacity(table.rows.count)
    for row in table.rows {
      values.append(row.cells[index] == .missing ? nil : try FeatureEncoding.number(index, of: row, in: table))
    }
    return TimeSeries.Column(name: table.columns[index].name, number: index + 1, values: values)
  }

  // MARK: Dates

  private static func dates(_ index: Int, in table: Table) throws(DataError) -> [SeriesDate] {
    func place(_ row: Int) -> DataError.Place {
      .cell(line: table.rows[row].line, column: index + 1, name: table.columns[index].name)
    }
    var dates: [SeriesDate] = []
    dates.reserveCapacity(table.rows.count)
    for (row, cells) in table.rows.enumerated() {
      let field = cells.fields[index]
      guard let date = SeriesDate(field), date.resolution == (dates.first ?? date).resolution else {
        let found = TableCell.trimmed(field)
        throw DataError(
          .notADate, in: table.file, at: place(row), found: found.isEmpty ? "nothing" : Quotation.quoted(found),
          needed: dates.first.map { "a date like \(Quotation.quoted($0.text)) in line \(table.rows[0].line)" }
            ?? "a date such as 2013-03-01, 2013-03, 2013 or 2013-03-01 14:30")
      }
      if let before = dates.last, date.ordinal <= before.ordinal {
        let isDoubled = date.ordinal == before.ordinal
        throw DataError(
          .datesOutOfOrder, in: table.file, at: place(row), found: Quotation.quoted(date.text),
          needed: "a date after \(Quotation.quoted(before.text)) in line \(table.rows[row - 1].line)",
          suggestion: isDoubled
            ? "Each date stands in one row." : "Sort the rows by their dates, the oldest first.")
      }
      dates.append(date)
    }
    try checkSteps(dates, in: table, place)
    return dates
  }

  /// Years and months that are left out can be told from the dates; days cannot, for weekends and holidays are no gaps.
  private static func checkSteps(
    _ dates: [SeriesDate], in table: Table, _ place: (Int) -> DataError.Place
  ) throws(DataError) {
    guard let first = dates.first, first.resolution == .year || first.resolution == .month else { return }
    let steps = zip(dates.dropFirst(), dates).map { $0.ordinal - $1.ordinal }
    guard let step = steps.min(), let odd = steps.firstIndex(where: { $0 != step }) else { return }
    let unit = first.resolution == .year ? ("year", "years") : ("month", "months")
    throw DataError(
      .datesOutOfOrder, in: table.file, at: place(odd + 1),
      found: "\(Quotation.quoted(dates[odd + 1].text)) after \(Quotation.quoted(dates[odd].text))",
      needed: "a step of \(Quotation.counted(step, unit.0, unit.1)), as elsewhere",
      suggestion: "Give each date that is left out a row with an empty value: \"gaps\" says what becomes of it.")
  }
}
