/// The nearest ASCII sign for characters that a terminal without Unicode cannot show.
///
/// Widgets pick ASCII signs themselves; this is for text: formulas, lessons, names. What has no
/// likeness becomes `?`.
public enum ASCIIFallback {
  private static let table: [Character: Character] = [
    "−": "-", "–": "-", "—": "-", "‐": "-", "·": ".", "×": "x", "÷": "/", "∂": "d", "∇": "V", "Σ": "S", "∑": "S",
    "√": "V", "∞": "I", "≈": "~", "≤": "<", "≥": ">", "≠": "!", "→": ">", "←": "<", "↑": "^", "↓": "v", "▶": ">",
    "◂": "<", "▸": ">", "▴": "^", "▾": "v", "✓": "x", "✗": "!", "●": "o", "○": "o", "…": "~", "‖": "=", "“": "\"",
    "”": "\"", "‘": "'", "’": "'", "⊙": "*", "⋅": "*", "²": "2", "³": "3", "ᵀ": "T", "α": "a", "β": "b", "γ": "g",
    "δ": "d", "ε": "e", "η": "n", "θ": "0", "λ": "l", "μ": "u", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "φ": "f",
    "ω": "w", "Δ": "D", "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+",
    "┴": "+", "┼": "+", "═": "=", "║": "#", "╔": "#", "╗": "#", "╚": "#", "╝": "#", "┊": ":", "█": "#", "▀": "\"",
    "▄": "_", "░": ".", "▒": ":", "▓": "%", "，": ",", "。": ".", "（": "(", "）": ")", "：": ":", "ŷ": "y", "é": "e",
  ]

  /// `character` itself when it is ASCII.
  public static func character(_ character: Character) -> Character {
    if character.isASCII { return character }
    if let likeness = table[character] { return likeness }
    guard let value = character.unicodeScalars.first?.value else { return " " }
    if (0x2580...0x259F).contains(value) { return "#" }
    if (0x2800...0x28FF).contains(value) { return value == 0x2800 ? " " : "*" }
    return "?"
  }
}
