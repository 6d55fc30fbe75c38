/// Characters that look darker and darker, for magnitudes without color.
public enum Shades {
  public static let unicode: [Character] = [" ", "░", "▒", "▓", "█"]
  public static let ascii: [Character] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

  /// The shade for 0...1; anything above 0 is at least the first visible one.
  public static func character(_ fraction: Double, from ramp: [Character]) -> Character {
    guard fraction > 0, let last = ramp.last else { return ramp.first ?? " " }
    let steps = Double(ramp.count - 1)
    guard fraction < 1 else { return last }
    return ramp[min(max(Int((fraction * steps).rounded(.up)), 1), ramp.count - 1)]
  }
}
