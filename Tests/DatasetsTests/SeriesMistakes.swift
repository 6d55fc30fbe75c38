import Datasets

/// What can be wrong with a series, each with its sentence.
extension DataErrorMessageTests {
  private static func years(_ values: [String], from first: Int = 2001) -> String {
    "year,x\n" + values.enumerated().map { "\(first + $0),\($1)\n" }.joined()
  }

  private static let short = SeriesChoices(window: 2)

  static let seriesMistakes = [
    Mistake(.emptyFile, "series.csv: found no text, needed rows of numbers.") { _ = try Written.series("") },
    Mistake(.tooShortSeries, "series.csv: found no row behind the header, needed a row for each moment.") {
      _ = try Written.series("year,x\n", short)
    },
    Mistake(
      .tooShortSeries,
      "series.csv: found 3 rows, needed at least 4, for a window of 1, a horizon of 1 and a train share of 0.8."
    ) { _ = try Written.series(years(["1", "2", "4"]), short) },
    Mistake(
      .wrongChoice, "series.csv, window: found 9, needed 1 to 6, for 8 of the 10 rows are there to train on."
    ) {
      _ = try Written.series(years((0..<10).map { "\($0 * $0)" }), SeriesChoices(window: 9))
    },
    Mistake(.wrongChoice, "ibm, window: found 5000, needed 1 to 1024.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "ibm", seed: 1, series: SeriesChoices(window: 5000)))
    },
    Mistake(.wrongChoice, "ibm, horizon: found 0, needed 1 to 100.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "ibm", seed: 1, series: SeriesChoices(horizon: 0)))
    },
    Mistake(
      .notADate,
      "series.csv, line 3, column 1 (year): found \"02/01/2020\", needed a date like \"2020-01-01\" in line 2."
    ) { _ = try Written.series("year,x\n2020-01-01,1\n02/01/2020,2\n") },
    Mistake(
      .notADate,
      "series.csv, line 2, column 1 (day): found \"2021-02-29\", needed a date such as 2013-03-01, 2013-03, 2013 or 2013-03-01 14:30."
    ) { _ = try Written.series("day,x\n2021-02-29,1\n2021-03-01,2\n") },
    Mistake(
      .notADate, "series.csv, line 3, column 1 (day): found nothing, needed a date like \"2021-02-01\" in line 2."
    ) { _ = try Written.series("day,x\n2021-02-01,1\n,2\n") },
    Mistake(
      .datesOutOfOrder,
      "series.csv, line 3, column 1 (day): found \"2021-01-31\", needed a date after \"2021-02-01\" in line 2. Sort the rows by their dates, the oldest first."
    ) { _ = try Written.series("day,x\n2021-02-01,1\n2021-01-31,2\n") },
    Mistake(
      .datesOutOfOrder,
      "series.csv, line 4, column 1 (day): found \"2021-02-02\", needed a date after \"2021-02-02\" in line 3. Each date stands in one row."
    ) { _ = try Written.series("day,x\n2021-02-01,1\n2021-02-02,2\n2021-02-02,3\n") },
    Mistake(
      .datesOutOfOrder,
      "series.csv, line 4, column 1 (month): found \"2021-04\" after \"2021-02\", needed a step of 1 month, as elsewhere. Give each date that is left out a row with an empty value: \"gaps\" says what becomes of it."
    ) { _ = try Written.series("month,x\n2021-01,1\n2021-02,2\n2021-04,3\n") },
    Mistake(
      .notANumber,
      "series.csv, line 3, column 2 (x): found \"1,5\", needed a number that a 32-bit float can hold. Did you mean \"1.5\"?"
    ) { _ = try Written.series("year;x\n2001;1\n2002;1,5\n2003;4\n") },
    Mistake(
      .gapInSeries,
      "series.csv, line 4, column 2 (x): found no value, the first of 2, needed a value in every row. \"gaps: skip\" leaves out the windows that touch one, \"gaps: interpolate\" bridges them."
    ) {
      _ = try Written.series(
        years(["1", "2", "", "4", "3", "NA", "1", "5"]), SeriesChoices(window: 2, gaps: .refuse))
    },
    Mistake(
      .constantSeries,
      "series.csv: found the levels of \"x\" the same in all rows to train on, needed numbers that change: their standard deviation is divided by."
    ) { _ = try Written.series(years(["7", "7", "7", "7", "7", "7", "7", "9"]), short) },
    Mistake(
      .constantSeries,
      "series.csv: found the differences of \"x\" the same in all rows to train on, needed numbers that change: their standard deviation is divided by."
    ) { _ = try Written.series(years((1...10).map(String.init)), SeriesChoices(window: 2, values: .differences)) },
    Mistake(
      .notPositive,
      "series.csv, line 4, column 2 (x): found 0.0, needed a number above 0 for log returns. \"values: differences\" takes any numbers."
    ) {
      _ = try Written.series(
        years(["1", "2", "0", "4", "3", "2", "1", "5"]), SeriesChoices(window: 2, values: .logReturns))
    },
    Mistake(
      .noWindow,
      "series.csv: found fewer than two windows without a gap to train on, needed at least two. A shorter window meets fewer gaps; \"gaps: interpolate\" bridges them."
    ) { _ = try Written.series(years(["1", "", "3", "", "4", "", "1", "5", "2", "1"]), short) },
    Mistake(
      .noWindow,
      "series.csv: found no window without a gap to test on, needed at least one. A shorter window meets fewer gaps."
    ) {
      _ = try Written.series(
        years(["1", "3", "4", "2", "3", "4", "1", "5", "", ""]), SeriesChoices(window: 2, gaps: .interpolate))
    },
    Mistake(
      .noFeatures,
      "series.csv: found no column of numbers beside the dates in \"year\", needed at least one. Is the separator another one?"
    ) { _ = try Written.series("year\n2001\n2002\n") },
    Mistake(
      .unknownFeature,
      "ibm-daily.csv, features: found \"clos\", needed one of \"open\", \"high\", \"low\", \"close\" or \"volume\". Did you mean \"close\"?"
    ) { _ = try SampleFiles.prepared(DataSelection(dataset: "ibm", features: ["clos"], seed: 1)) },
    Mistake(.wrongChoice, "ibm, count: found a count, needed none: a series is taken as a whole.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "ibm", count: 50, seed: 1))
    },
    Mistake(.wrongChoice, "ibm, image size: found a size, needed none: ibm holds no photographs.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "ibm", seed: 1, imageSize: 8))
    },
    Mistake(.wrongChoice, "iris, gaps: found a choice, needed none: iris is no series.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "iris", seed: 1, series: SeriesChoices(gaps: .skip)))
    },
    // 5000 rows, a window of 1024, five columns: more than are ever held at once, and known before any is made.
    Mistake(
      .absurdSize,
      "series.csv: found 3976 windows of 5120 numbers, needed at most 16777216 numbers in all. A shorter window takes less."
    ) {
      let rows = (0..<5000).map { "\($0),\($0 % 7),\($0 % 5),\($0 % 3),\($0 % 11),\($0 % 13)\n" }
      _ = try Written.series(
        "n,a,b,c,d,e\n" + rows.joined(), SeriesChoices(window: 1024), features: ["a", "b", "c", "d", "e"])
    },
  ]
}
