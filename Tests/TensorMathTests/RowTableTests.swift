import TensorMath
import Testing

@Suite struct RowTableTests {
  @Test(arguments: 1...9)
  func chosenRowsAreGathered(_ rowLength: Int) {
    let source = (0..<7 * rowLength).map(Float.init)
    let rows = [0, 6, 3, 2, 1, 5, 4]
    let bench = Bench([], result: [4, rowLength])
    let order = RowOrder(count: 7)
    order.fill(rows)
    RowTable(source, rowLength: rowLength).gather(order, from: 1, into: bench.result)
    let expected = rows[1..<5].flatMap { row in source[row * rowLength..<(row + 1) * rowLength] }
    #expect(bench.values == expected)
    #expect(bench.guardsStand)
    #expect(order.rows(1..<5) == [6, 3, 2, 1])
  }

  @Test(arguments: 1...9)
  func consecutiveRowsAreCopied(_ rowLength: Int) {
    let source = (0..<7 * rowLength).map(Float.init)
    let bench = Bench([], result: [3, rowLength])
    RowTable(source, rowLength: rowLength).copy(rowsFrom: 4, into: bench.result)
    #expect(bench.values == Array(source[(4 * rowLength)...]))
    #expect(bench.guardsStand)
  }

  @Test func anOrderBeginsAsTheRowsAreStored() {
    #expect(RowOrder(count: 5).rows(0..<5) == [0, 1, 2, 3, 4])
  }
}
