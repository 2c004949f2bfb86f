"""Model in, figures out: gaps, load, evidence, freshness, drift. Pure."""
