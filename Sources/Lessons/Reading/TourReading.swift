/// Reads the stops of a tour, and moments and cells wherever they are written.
enum TourReading {
  static func stop(_ node: WrittenNode) throws(LessonError) -> TourStop {
    let keys = try node.keys(["keys", "at", "value", "panel", "text"])
    let approach: TourStop.Approach
    switch (keys["keys"], keys["at"]) {
    case (let written?, nil):
      guard let script = KeyScript(try written.text()) else {
        throw written.error(
          .wrongValue, found: quoted(try written.text()),
          needed: "time keys with spaces between them (s n f o i a, upper case goes back), such as \"n n 3i\"")
      }
      approach = .keys(script)
    case (nil, let written?): approach = .moment(try written.moment())
    case (.some, .some): throw node.error(.wrongValue, found: "keys and at", needed: "one of the two")
    case (nil, nil): throw node.error(.missingKey, found: "neither keys nor at", needed: "one of the two")
    }
    return TourStop(
      approach, value: try keys["value"].map { (node) throws(LessonError) in try node.cell() },
      panel: try keys["panel"].map { (node) throws(LessonError) in try node.choice(Lesson.panelNames) },
      text: try keys.required("text").bilingualText())
  }
}

extension WrittenNode {
  /// `start`, or `{iteration: 0, after: hidden.sum}`
  func moment() throws(LessonError) -> MomentReference {
    guard isMapping else {
      _ = try choice(["start"], problem: .wrongValue)
      return .start
    }
    let keys = try keys(["iteration", "after"])
    return MomentReference(
      iteration: try keys.required("iteration").wholeNumber(0...1_000_000),
      after: try keys["after"].map { (node) throws(LessonError) in try node.text() } ?? "update")
  }

  /// `hidden.weight[1, 0]`
  func cell() throws(LessonError) -> CellReference {
    let text = try text()
    guard let cell = CellReference(text) else {
      throw error(
        .wrongValue, found: quoted(text), needed: "a value's name, with the cell in brackets: hidden.weight[1, 0]")
    }
    return cell
  }
}
