"""The retrieval of well-known frameworks beside ours, over the same texts, queries and embeddings."""
