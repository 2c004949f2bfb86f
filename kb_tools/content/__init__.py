"""YAML and Markdown → checked model and problems. The only package that reads YAML."""
