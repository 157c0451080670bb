"""Facts out of prose: by patterns, or by a language model whose every quote is looked up."""
