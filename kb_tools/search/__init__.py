"""What can be searched: one stream of documents, and the indexes that are made of it."""
