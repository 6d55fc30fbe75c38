// NcursesBackend: see ARCHITECTURE.md
