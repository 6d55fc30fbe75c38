/// Which part of the data: what a network learns from, or what it has never seen.
public enum DataPart: String, Hashable, Sendable, CaseIterable { case train, test }
