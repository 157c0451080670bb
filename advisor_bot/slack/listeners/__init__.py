"""One module a kind of request; each has ``register``."""
