"""Sheets as PDFs: the only package that imports WeasyPrint."""
