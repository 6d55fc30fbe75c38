// Stepping: see ARCHITECTURE.md
