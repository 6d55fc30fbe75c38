import Screen

/// Rows of text as columns aligned to the right, two spaces apart.
enum AlignedColumns {
  static func lines(_ rows: [[String]]) -> [String] {
    let widths = CharacterWidth()
    let columns = (rows.first ?? []).indices.map { column in rows.map { widths.columns(of: $0[column]) }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { widths.padded(row[$0], to: columns[$0], alignment: .right) }.joined(separator: "  ")
    }
  }
}
