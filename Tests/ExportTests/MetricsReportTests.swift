import Export
import Stepping
import Testing

struct MetricsReportTests {
  private let point = EvaluationPoint(
    completedIterations: 6, train: EvaluationPoint.Score(loss: 0.5, metric: 0.75),
    test: EvaluationPoint.Score(loss: .nan, metric: 0.5))

  @Test func aLineForEachPartOfTheData() throws {
    let report = MetricsReport(try Timeline(try SmallRun.setup()))
    let lines = report.lines(point, seconds: 0.25, isFinal: true).map { JSONText.text($0) }
    #expect(
      lines == [
        #"{"iteration":6,"epoch":2,"split":"train","loss":0.5,"accuracy":0.75,"seconds":0.25,"final":true}"#,
        #"{"iteration":6,"epoch":2,"split":"test","loss":"NaN","accuracy":0.5,"seconds":0.25,"final":true}"#,
      ])
  }

  @Test func numbersToPredictHaveRSquared() throws {
    let report = MetricsReport(try Timeline(try SmallRun.setup(loss: "squared-error")))
    #expect(report.metricName == "r_squared")
  }

  @Test func rowsHaveAsManyColumnsAsTheHeader() throws {
    let report = MetricsReport(try Timeline(try SmallRun.setup()))
    let count = report.csvHeader.split(separator: ",", omittingEmptySubsequences: false).count
    for row in [
      report.csvRow(completedIterations: 1, batchLoss: 0.1, nil),
      report.csvRow(completedIterations: 6, batchLoss: 0.1, point),
    ] {
      #expect(row.split(separator: ",", omittingEmptySubsequences: false).count == count, "\(row)")
    }
    #expect(report.csvRow(completedIterations: 1, batchLoss: 0.1, nil) == "1,0,0.1,,,,")
  }
}
