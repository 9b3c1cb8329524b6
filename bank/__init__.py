"""A question bank: its records, their checks, and what is made of them, in plain Python without a site generator."""
