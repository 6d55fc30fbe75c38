import Datasets
import Testing

/// Every problem that data can have, once each, with the sentence that it is reported in.
@Suite struct DataErrorMessageTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let problem: DataError.Problem
    let message: String
    let make: @Sendable () throws -> Void

    var testDescription: String { "\(problem)" }

    init(_ problem: DataError.Problem, _ message: String, _ make: @escaping @Sendable () throws -> Void) {
      self.problem = problem
      self.message = message
      self.make = make
    }
  }

  @Test(
    arguments: textMistakes + tableMistakes + idxMistakes + choiceMistakes + seriesMistakes + RunningTextTests.mistakes)
  func isReportedInThisSentence(_ mistake: Mistake) throws {
    let error = #expect(throws: DataError.self) { try mistake.make() }
    #expect(error?.problem == mistake.problem)
    #expect(error?.description == mistake.message)
  }

  @Test func everyProblemHasAMistakeAbove() {
    let covered =
      (Self.textMistakes + Self.tableMistakes + Self.idxMistakes + Self.choiceMistakes + Self.seriesMistakes
      + RunningTextTests.mistakes).map(\.problem)
    #expect(Set(covered) == Set(DataError.Problem.allCases))
  }

  static let textMistakes = [
    Mistake(.emptyFile, "table.csv: found no text, needed rows of numbers.") { _ = try Written.table("\n \n") },
    Mistake(
      .notUTF8,
      "a.txt, line 2, column 1: found bytes that are no UTF-8, as in \"caf�\", needed UTF-8. Save the file as UTF-8 text."
    ) {
      _ = try DelimitedTextParser.parse(Written.bytes("word\ncaf") + [0xe9], file: "a.txt")
    },
    Mistake(.notUTF8, "a.txt: found UTF-16 text, needed UTF-8. Save the file as UTF-8 text.") {
      _ = try DelimitedTextParser.parse([0xff, 0xfe, 0x61, 0x00], file: "a.txt")
    },
    Mistake(.unclosedQuote, "table.csv, line 2, column 2: found a quote that is never closed, needed a second quote.") {
      _ = try Written.table("a,b\n1,\"2\n3,4\n")
    },
    Mistake(
      .textAfterQuote,
      "table.csv, line 2, column 1: found \"x\" after the closing quote, needed a separator or the end of the line. Inside a quoted field a quote is written twice."
    ) { _ = try Written.table("a,b\n\"1\"x,2\n") },
  ]

  static let tableMistakes = [
    Mistake(.raggedRow, "table.csv, line 3: found 1 field, needed 2 fields, as in line 1.") {
      _ = try Written.table("a,b\n1,2\n3\n")
    },
    Mistake(
      .raggedRow,
      "table.csv, line 3: found 3 fields, needed 2 fields, as in line 1. A field with a comma in it stands in quotes."
    ) { _ = try Written.table("a,b\n1,2\n3,4,5\n") },
    Mistake(
      .repeatedColumn,
      "table.csv, line 1, column 3: found \"a\" as in column 1, needed a name of its own for each column."
    ) {
      _ = try Written.table("a,b,a\n1,2,3\n")
    },
    Mistake(
      .unknownColumn,
      "table.csv, label: found \"clas\", needed one of \"a\", \"b\" or \"class\". Did you mean \"class\"?"
    ) { _ = try Written.table("a,b,class\n1,2,x\n3,4,y\n", TableSettings(label: "clas")) },
    Mistake(.unknownColumn, "table.csv, features: found column 4, needed a column from 1 to 3.") {
      _ = try Written.table("a,b,class\n1,2,x\n3,4,y\n", TableSettings(features: [1, 4]))
    },
    Mistake(
      .unknownColumn,
      "table.csv, label: found \"class\", needed one of \"column 1\" or \"column 2\". The first row was taken for data: say that the table has a header, if it has one."
    ) { _ = try Written.table("1990,class\n1,2\n3,4\n", TableSettings(label: "class")) },
    Mistake(
      .notANumber,
      "table.csv, line 3, column 1 (mass_g): found \"37,5\", needed a number that a 32-bit float can hold. Did you mean \"37.5\"?"
    ) { _ = try Written.table("mass_g;class\n1;x\n37,5;y\n4;x\n", TableSettings()) },
    Mistake(
      .notANumber, "table.csv, line 3, column 1 (a): found \"1e99\", needed a number that a 32-bit float can hold."
    ) {
      _ = try Written.table("a,class\n1,x\n1e99,y\n")
    },
    Mistake(
      .notANumber, "table.csv, line 4, column 2 (y): found \"tall\", needed a number that a 32-bit float can hold."
    ) {
      _ = try Written.table("a,y\n1,1.5\n2,2.5\n3,tall\n")
    },
    Mistake(
      .missingValue,
      "table.csv, line 3, column 1 (a): found \"NA\" for a missing value, needed a value. Fill it in, take the row out, or write \"missing: drop\" in a lesson's file."
    ) { _ = try Written.table("a,class\n1,x\nNA,y\n") },
    Mistake(
      .missingValue,
      "table.csv, line 2, column 2 (class): found nothing, needed a value. Fill it in, take the row out, or write \"missing: drop\" in a lesson's file."
    ) { _ = try Written.table("a,class\n1,\n2,y\n") },
    Mistake(
      .textFeature,
      "table.csv, features: found \"island\", a column of words, needed a column of numbers. Ask for one-hot columns to use its categories."
    ) { _ = try Written.table("a,island,class\n1,Dream,x\n2,Biscoe,y\n", TableSettings(features: ["island"])) },
    Mistake(
      .noFeatures,
      "table.csv: found no column of numbers beside the label \"class\", needed at least one. Is the separator another one?"
    ) {
      _ = try Written.table("class\nx\ny\n")
    },
    Mistake(
      .tooFewRows, "table.csv: found 1 row with all values, needed at least 2. 1 row was dropped for missing values."
    ) {
      _ = try Written.table("a,class\n1,x\n?,y\n", TableSettings(missingValues: .dropRow))
    },
    Mistake(.tooFewClasses, "table.csv, label: found one class, \"x\", in column \"class\", needed at least two.") {
      _ = try Written.table("a,class\n1,x\n2,x\n")
    },
  ]

  static let idxMistakes = [
    Mistake(.wrongMagic, "images, byte 0: found 89 50 4e 47, needed 00 00 08 and the number of axes.") {
      _ = try IDXParser.parse([0x89, 0x50, 0x4e, 0x47, 0x0d], file: "images")
    },
    Mistake(
      .wrongMagic,
      "images, byte 0: found 1f 8b 08 00, needed 00 00 08 and the number of axes. This is a gzip file: its name must end in .gz."
    ) { _ = try IDXParser.parse([0x1f, 0x8b, 8, 0], file: "images") },
    Mistake(.wrongElementType, "images, byte 2: found 0d (32-bit floats), needed 08 (unsigned bytes).") {
      _ = try IDXParser.parse([0, 0, 0x0d, 1], file: "images")
    },
    Mistake(.wrongAxes, "images, byte 3: found 9 axes, needed 1 to 4.") {
      _ = try IDXParser.parse([0, 0, 8, 9], file: "images")
    },
    Mistake(.wrongAxes, "images, byte 3: found the sizes 4, needed count×height×width.") {
      _ = try Written.images(Written.idx([4], [1, 2, 3, 4]), labels: Written.idx([4], [0, 1, 0, 1]))
    },
    Mistake(.wrongAxes, "labels, byte 3: found the sizes 2×1, needed one axis, the count.") {
      _ = try Written.images(Written.idx([2, 1, 1], [1, 2]), labels: Written.idx([2, 1], [0, 1]))
    },
    Mistake(
      .absurdSize, "images, byte 4: found the sizes 4294967295×4294967295, needed at most 1073741824 numbers in all."
    ) { _ = try IDXParser.parse(Written.idx([0xffff_ffff, 0xffff_ffff], []), file: "images") },
    Mistake(.absurdSize, "images, byte 4: found the sizes 2147483648, needed at most 1073741824 numbers in all.") {
      _ = try IDXParser.parse(Written.idx([0x8000_0000], [1]), file: "images")
    },
    Mistake(.truncated, "images, byte 2: found the end of the file, needed a magic number of 4 bytes.") {
      _ = try IDXParser.parse([0, 0], file: "images")
    },
    Mistake(.truncated, "images, byte 6: found the end of the file, needed 8 bytes for the sizes of 1 axis.") {
      _ = try IDXParser.parse([0, 0, 8, 1, 0, 0], file: "images")
    },
    Mistake(
      .truncated, "images, byte 13: found the end of the file after 1 number, needed 6 numbers for the sizes 2×3."
    ) {
      _ = try IDXParser.parse(Written.idx([2, 3], [7]), file: "images")
    },
    Mistake(
      .trailingBytes, "labels, byte 10: found 1 more byte, needed the end of the file after 2 numbers for the sizes 2."
    ) { _ = try IDXParser.parse(Written.idx([2], [0, 1, 1]), file: "labels") },
    Mistake(.countMismatch, "labels: found 3 labels, needed 2, one for each image of images.") {
      _ = try Written.images(Written.idx([2, 1, 1], [1, 2]), labels: Written.idx([3], [0, 1, 0]))
    },
    Mistake(.sizeMismatch, "tests: found images of 1×2, needed 2×1, as in images.") {
      let labels = IDXImages.File(name: "labels", bytes: Written.idx([2], [0, 1]))
      _ = try IDXImages.parse(
        train: (IDXImages.File(name: "images", bytes: Written.idx([2, 2, 1], [1, 2, 3, 4])), labels),
        test: (IDXImages.File(name: "tests", bytes: Written.idx([2, 1, 2], [1, 2, 3, 4])), labels), name: "written")
    },
    Mistake(.corrupt, "x.gz, byte 2: found bytes that no gzip file has there, needed a gzip file, undamaged.") {
      _ = try Gzip.unpack(Written.bytes("no gzip file at all"), file: "x.gz", limit: 100)
    },
    Mistake(.unknownLabel, "labels, byte 9: found label 3, needed 0 to 2.") {
      _ = try Written.images(
        Written.idx([2, 1, 1], [1, 2]), labels: Written.idx([2], [0, 3]), classNames: ["cat", "dog", "cow"])
    },
    Mistake(.tooFewClasses, "labels: found no label but 0, needed at least two classes.") {
      _ = try Written.images(Written.idx([2, 1, 1], [1, 2]), labels: Written.idx([2], [0, 0]))
    },
    Mistake(.tooFewRows, "images: found 1 image, needed at least 2.") {
      _ = try Written.images(Written.idx([1, 1, 1], [1]), labels: Written.idx([1], [0]))
    },
  ]

  static let choiceMistakes = [
    Mistake(
      .unknownDataset,
      "data set: found \"pengiuns\", needed one of \"gaussians\", \"circles\", \"xor\", \"spiral\", \"plane\", \"multi-gaussian\", \"penguins\", \"iris\", \"breast-cancer\", \"digits\", \"fashion\", \"fashion-full\" and 16 more. Did you mean \"penguins\"?"
    ) { _ = try DatasetCatalog.entry(named: "pengiuns") },
    Mistake(
      .unknownFeature,
      "penguins, features: found \"bill_lenght_mm\", needed one of \"bill_length_mm\", \"bill_depth_mm\", \"flipper_length_mm\" or \"body_mass_g\". Did you mean \"bill_length_mm\"?"
    ) { _ = try SampleFiles.dataset(DataSelection(dataset: "penguins", features: ["bill_lenght_mm"], seed: 1)) },
    Mistake(
      .unknownFeature,
      "circles, features: found \"x1^3\", needed one of \"x1\", \"x2\", \"x1^2\", \"x2^2\", \"x1*x2\", \"sin(x1)\" or \"sin(x2)\". Did you mean \"x1^2\"?"
    ) { _ = try SampleFiles.dataset(DataSelection(dataset: "circles", features: ["x1", "x1^3"], seed: 1)) },
    Mistake(
      .unknownClass,
      "penguins, classes: found \"gento\", needed one of \"Adelie\", \"Chinstrap\" or \"Gentoo\". Did you mean \"Gentoo\"?"
    ) { _ = try SampleFiles.dataset(DataSelection(dataset: "penguins", classes: ["Adelie", "gento"], seed: 1)) },
    Mistake(.tooFewClasses, "iris, classes: found one class, needed at least two.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "iris", classes: ["setosa"], seed: 1))
    },
    Mistake(.repeatedChoice, "circles, features: found \"x1\" twice, needed each name once.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "circles", features: ["x1", "x₁"], seed: 1))
    },
    Mistake(.repeatedChoice, "table.csv, features: found \"class\", the label, needed each column once.") {
      _ = try Written.table("a,class\n1,x\n2,y\n", TableSettings(features: ["a", "class"]))
    },
    Mistake(.noFeatures, "iris, features: found no feature, needed at least one.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "iris", features: [], seed: 1))
    },
    Mistake(.wrongChoice, "iris, noise: found a noise, needed none: iris is not generated but measured.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "iris", noise: 0.1, seed: 1))
    },
    Mistake(.wrongChoice, "spiral, noise: found 0.7, needed a share from 0 to 0.5.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "spiral", noise: 0.7, seed: 1))
    },
    Mistake(.wrongChoice, "iris, count: found 151, needed 2 to 150, as many as there are.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "iris", count: 151, seed: 1))
    },
    Mistake(.wrongChoice, "xor, count: found 1, needed 2 to 100000 points.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "xor", count: 1, seed: 1))
    },
    Mistake(.wrongChoice, "xor, train share: found 0.0, needed a number above 0 and up to 1.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "xor", seed: 1, trainShare: 0))
    },
    Mistake(.wrongChoice, "xor, preparation: found dividing by 0.0, needed a divisor above 0.") {
      _ = try SampleFiles.prepared(DataSelection(dataset: "xor", seed: 1, preparation: .divide(by: 0)))
    },
    Mistake(.wrongChoice, "plane, classes: found a choice of classes, needed none: plane has a quantity to predict.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "plane", classes: ["a", "b"], seed: 1))
    },
    Mistake(.wrongChoice, "digits, features: found a choice of features, needed none: digits holds whole images.") {
      _ = try SampleFiles.dataset(DataSelection(dataset: "digits", features: ["pixel 0,0"], seed: 1))
    },
    Mistake(.missingFile, "iris: found no file, needed \"iris.csv\".") {
      let entry = try DatasetCatalog.entry(named: "iris")
      _ = try entry.dataset(for: DataSelection(dataset: "iris", seed: 1), files: [:])
    },
  ]
}
