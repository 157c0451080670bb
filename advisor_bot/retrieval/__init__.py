"""Finding it: passages of the catalog, in a vector index and a word index, behind one search."""
