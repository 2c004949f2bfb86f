"""The way in for people who do not know git: what they send becomes a branch, and a reviewer's yes a merge."""
