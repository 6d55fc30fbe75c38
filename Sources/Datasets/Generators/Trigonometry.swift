#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The only functions of the C library that data sets need, computed in Double and rounded once:
// the last bit of a float then rarely depends on the library's version.

func sine(_ angle: Float) -> Float { Float(sin(Double(angle))) }

func cosine(_ angle: Float) -> Float { Float(cos(Double(angle))) }
