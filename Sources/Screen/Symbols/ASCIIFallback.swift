/// The nearest ASCII sign for characters that a terminal without Unicode cannot show.
///
/// Widgets pick ASCII signs themselves; this is for text: formulas, lessons, names. What has no
/// likeness becomes `?`.
public enum ASCIIFallback {
  private static let table: [Character: Character] = [
    "−": "-", "–": "-", "—": "-", "‐": "-", "·": "*", "×": "x", "÷": "/", "∂": "d", "∇": "V", "Σ": "S", "∑": "S",
    "√": "V", "∞": "I", "≈": "~", "≤": "<", "≥": ">", "≠": "!", "→": ">", "←": "<", "↑": "^", "↓": "v", "▶": ">",
    "◂": "<", "▸": ">", "▴": "^", "▾": "v", "✓": "x", "✗": "!", "●": "o", "○": "o", "…": "~", "‖": "=", "“": "\"",
    "”": "\"", "‘": "'", "’": "'", "⊙": "*", "⋅": "*", "²": "2", "³": "3", "ᵀ": "T", "ᵗ": "t", "₀": "0", "₁": "1",
    "ₙ": "n", "ₜ": "t", "ᵤ": "u", "ᵣ": "r", "ₖ": "k", "ⱼ": "j", "₂": "2", "₃": "3", "₄": "4",
    "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9", "α": "a", "β": "b", "γ": "g",
    "δ": "d", "ε": "e", "η": "n", "θ": "0", "λ": "l", "μ": "u", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "φ": "f",
    "ω": "w", "Δ": "D", "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+",
    "┴": "+", "┼": "+", "═": "=", "║": "#", "╔": "#", "╗": "#", "╚": "#", "╝": "#", "┊": ":", "█": "#", "▀": "\"",
    "▄": "_", "░": ".", "▒": ":", "▓": "%", "，": ",", "。": ".", "（": "(", "）": ")", "：": ":", "ŷ": "y", "é": "e",
  ]

  /// `character` itself when it is ASCII.
  public static func character(_ character: Character) -> Character {
    if character.isASCII { return character }
    if let likeness = table[character] { return likeness }
    guard let first = character.unicodeScalars.first else { return " " }
    // Under an accent there is a letter: m̂ is m.
    if character.unicodeScalars.count > 1 { return Self.character(Character(first)) }
    let value = first.value
    if (0x2580...0x259F).contains(value) { return "#" }
    if (0x2800...0x28FF).contains(value) { return value == 0x2800 ? " " : "*" }
    return "?"
  }
}
