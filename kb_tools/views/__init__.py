"""Model and insight → pages. Pure: what a page says depends on its inputs alone, the day included."""
