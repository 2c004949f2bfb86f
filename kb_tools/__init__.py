"""The engine of Hosen: content in, checked model and pages out."""
