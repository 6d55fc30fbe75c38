import Datasets
import TensorMath
import Testing

@Suite struct TableParserTests {
  @Test(arguments: [
    "a,b,class\n1,2,yes\n3,4,no\n", "\u{feff}a,b,class\r\n1,2,yes\r\n3,4,no\r\n", "a\tb\tclass\n1\t2\tyes\n 3\t4 \tno",
  ])
  func aTableBecomesExamples(_ text: String) throws {
    let reading = try Written.table(text)
    #expect(reading.hasHeader)
    #expect(reading.dataset.inputs == Tensor(rows: [[1, 2], [3, 4]]))
    #expect(reading.dataset.featureNames == ["a", "b"])
    #expect(reading.dataset.task == .binaryClassification(classNames: ["no", "yes"]))
    #expect(reading.dataset.targets == Tensor([2, 1], [1, 0]))
    #expect(reading.dataset.lines == [2, 3])
    #expect(reading.remarks == [])
  }

  @Test func aTableWithoutHeaderNumbersItsColumns() throws {
    let reading = try Written.table("x,1,2\ny,3,4\nz,5,6\n", TableSettings(label: 1))
    #expect(!reading.hasHeader)
    #expect(reading.dataset.featureNames == ["column 2", "column 3"])
    #expect(reading.dataset.task == .classification(classNames: ["x", "y", "z"]))
    #expect(reading.dataset.targets == Tensor([3], [0, 1, 2]))
    #expect(reading.dataset.lines == [1, 2, 3])
  }

  @Test func headerDetectionIsOverridden() throws {
    let years = try Written.table("1990,1991\n1,2\n3,4\n", TableSettings(header: .present, target: .quantity))
    #expect(years.dataset.featureNames == ["1990"])
    #expect(years.dataset.count == 2)
    let words = try Written.table(
      "a,no\nb,yes\nc,no\n", TableSettings(header: .absent, features: [1], categories: .oneHot))
    #expect(words.dataset.count == 3)
  }

  @Test func aFirstRowWithAMissingValueIsNoHeader() throws {
    let reading = try Written.table("?,x\n1,x\n2,y\n", TableSettings(missingValues: .dropRow))
    #expect(!reading.hasHeader)
    #expect(reading.droppedRows.map { [String($0.line), $0.column, $0.found] } == [["1", "column 1", "?"]])
  }

  @Test(arguments: ["", "NA", "NaN", "nan", "?", "n/a", "null", " "])
  func rowsWithMissingValuesAreDroppedAndReported(_ nothing: String) throws {
    let reading = try Written.table(
      "a,b,class\n1,2,x\n3,\(nothing),y\n5,6,y\n", TableSettings(missingValues: .dropRow))
    #expect(reading.dataset.inputs == Tensor(rows: [[1, 2], [5, 6]]))
    #expect(reading.dataset.lines == [2, 4])
    #expect(reading.rowCount == 3)
    #expect(reading.remarks == ["1 row of 3 dropped for missing values, the first in line 3 (b)."])
  }

  @Test func aMissingValueInAnUnusedColumnHarmsNobody() throws {
    let reading = try Written.table("a,b,class\n1,,x\n3,4,y\n", TableSettings(features: ["a"]))
    #expect(reading.dataset.count == 2)
  }

  @Test func columnsOfWordsAreReportedOrSpreadOut() throws {
    let text = "a,island,class\n1,Dream,x\n2,Biscoe,y\n3,Dream,y\n"
    let left = try Written.table(text)
    #expect(left.dataset.featureNames == ["a"])
    #expect(left.remarks == ["Columns of words left out: island."])
    let spread = try Written.table(text, TableSettings(categories: .oneHot))
    #expect(spread.dataset.featureNames == ["a", "island=Biscoe", "island=Dream"])
    #expect(spread.dataset.inputs == Tensor(rows: [[1, 0, 1], [2, 1, 0], [3, 0, 1]]))
  }

  @Test func featuresKeepTheOrderAskedFor() throws {
    let reading = try Written.table("a,b,class\n1,2,x\n3,4,y\n", TableSettings(label: "class", features: ["b", 1]))
    #expect(reading.dataset.inputs == Tensor(rows: [[2, 1], [4, 3]]))
  }

  @Test func wholeNumbersThatRepeatAreClassesInTheOrderOfTheirSize() throws {
    let reading = try Written.table("a,digit\n1,10\n2,9\n3,9.0\n4,10\n5,2\n6,2\n")
    #expect(reading.dataset.task == .classification(classNames: ["2", "9", "10"]))
    #expect(reading.dataset.targets.values == [2, 1, 1, 2, 0, 0])
  }

  @Test func fractionsAreAQuantityUnlessAskedOtherwise() throws {
    let text = "a,y\n1,0.5\n2,1.5\n3,0.5\n4,1.5\n"
    let quantity = try Written.table(text).dataset
    #expect(quantity.task == .regression(targetName: "y"))
    #expect(quantity.targets == Tensor([4, 1], [0.5, 1.5, 0.5, 1.5]))
    let classes = try Written.table(text, TableSettings(target: .classes)).dataset
    #expect(classes.task == .binaryClassification(classNames: ["0.5", "1.5"]))
  }

  @Test(arguments: [
    ("1", 1), ("-2.5", -2.5), ("+3", 3), ("1e3", 1000), (".5", 0.5), ("5.", 5), ("-0", 0), ("1E-3", 0.001),
  ])
  func numbersAreDecimal(_ text: String, _ number: Float) throws {
    #expect(try Written.table("a,class\n\(text),x\n7,y\n").dataset.inputs[0] == number)
  }

  @Test(arguments: ["inf", "0x1p3", "infinity", "1_000", "1 000", "٣", "--1", "1e", "e5", "."])
  func otherSpellingsAreNotNumbers(_ text: String) {
    let error = #expect(throws: DataError.self) { try Written.table("a,class\n\(text),x\n7,y\n8,y\n") }
    #expect(error?.problem == .notANumber)
    #expect(error?.place == .cell(line: 2, column: 1, name: "a"))
  }

  @Test func messagesNeverCarryControlCharacters() {
    let error = #expect(throws: DataError.self) {
      try Written.table("a\u{1b}[31m,class\n1,x\n\u{1b}]0;title\u{7},y\n3,y\n")
    }
    #expect(error?.description.contains("\\u{1b}]0;title\\u{7}") == true)
    #expect(error?.description.unicodeScalars.contains { $0.value < 32 } == false)
  }
}
