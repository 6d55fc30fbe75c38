/// The number loops behind the operations. Every function reads its views and writes its last one;
/// results depend on the arguments alone. All unsafe code of the engine is in this folder, in the
/// views and the arena, and in the C target `CKernels`.
///
/// A loop in plain Swift stands beside each fast one in `ReferenceKernels`, as its oracle.
public enum Kernels {}
