// Workbench: see ARCHITECTURE.md
