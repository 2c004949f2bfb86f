"""Git's log → provenance. The only package that imports git."""
