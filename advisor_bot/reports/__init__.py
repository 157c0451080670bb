"""Reports over everything that is known, for the people who keep it."""
