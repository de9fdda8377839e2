"""Pictures: maps and charts as SVG, drawn by matplotlib in pixels, with text kept as text."""
