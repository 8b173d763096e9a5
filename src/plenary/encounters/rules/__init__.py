"""Pure rules: when a face is due, who says what of a meeting."""
