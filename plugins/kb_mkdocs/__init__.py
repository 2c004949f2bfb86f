"""Thin MkDocs adapters: the only package that imports mkdocs or material."""
