// Screen: see ARCHITECTURE.md
