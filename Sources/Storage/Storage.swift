// Storage: see ARCHITECTURE.md
