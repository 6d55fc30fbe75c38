/// A color as the terminal is asked for it: its own default, or an entry of the 256-color palette.
///
/// Entries 16...255 mean the same on every terminal and are what themes and scales use. Entries 0...15
/// belong to the user's own theme; they are only used where a terminal has no more than those.
public enum Color: Hashable, Sendable {
  case `default`
  case indexed(UInt8)
}
