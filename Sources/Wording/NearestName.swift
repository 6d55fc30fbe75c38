/// Finds what somebody probably meant: the known name with the smallest edit distance.
///
/// `bill_lenght_mm` is two edits from `bill_length_mm`. Case does not count. A name further away than
/// a third of its length is no suggestion: a wrong one is worse than none.
public enum NearestName {
  /// The nearest of `names`, the earlier one in a tie, or nil when none is near.
  public static func find(_ name: String, among names: [String]) -> String? {
    // 64 characters: names are shorter, and the distance costs the product of both lengths.
    let wanted = Array(name.lowercased().prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in names {
      let letters = Array(candidate.lowercased().prefix(64))
      let distance = distance(wanted, letters)
      guard distance <= max(1, max(wanted.count, letters.count) / 3), distance < wanted.count else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// `Did you mean "bill_length_mm"?`, or nil when nothing is near.
  public static func suggestion(for name: String, among names: [String]) -> String? {
    find(name, among: names).map { "Did you mean \(Quotation.quoted($0))?" }
  }

  /// How many letters must be inserted, removed, replaced, or exchanged with their neighbor: the slips of
  /// the keyboard (optimal string alignment, Damerau 1964).
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    // Row by row of the table distance[letters of first][letters of second]; the last two rows are kept.
    var rowBefore: [Int] = []
    var row = Array(0...second.count)
    for (index, letter) in first.enumerated() {
      var next = [index + 1]
      for (column, other) in second.enumerated() {
        var least = min(row[column] + (letter == other ? 0 : 1), row[column + 1] + 1, next[column] + 1)
        if index > 0, column > 0, letter == second[column - 1], first[index - 1] == other {
          least = min(least, rowBefore[column - 1] + 1)
        }
        next.append(least)
      }
      (rowBefore, row) = (row, next)
    }
    return row[second.count]
  }
}
