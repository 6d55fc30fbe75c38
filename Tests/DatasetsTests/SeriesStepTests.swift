import Datasets
import Testing

@Suite struct SeriesStepTests {
  @Test(arguments: [
    (["1700", "1701", "1702"], SeriesStep.year), (["2013-01", "2013-02", "2013-03"], .month),
    (["2013-03-01", "2013-03-04", "2013-03-05", "2013-03-06"], .day),
    (["2013-03-02", "2013-03-09", "2013-03-16"], .week),
    (["1700", "1710", "1720"], nil), (["2013-03-01 14:30", "2013-03-01 14:31"], nil), (["1700"], nil),
  ])
  func mostNeighborsDecide(_ dates: [String], _ step: SeriesStep?) {
    let series = TimeSeries(name: "s", source: "test", dates: dates, columns: [])
    #expect(series.step == step)
  }
}
