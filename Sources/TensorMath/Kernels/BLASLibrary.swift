internal import COpenBLAS

extension Kernels {
  /// Which BLAS multiplies large matrices, with the processor it was chosen for. Products above a size
  /// have its bits: they may differ from machine to machine, never from run to run on one thread.
  public static var blasDescription: String { String(cString: cob_description()) }

  /// How many threads BLAS uses; ``useOneThread()`` makes it 1.
  public static var blasThreadCount: Int { Int(cob_thread_count()) }
}
