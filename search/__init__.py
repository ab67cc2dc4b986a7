"""Search over everything published: `from search.querying import query`."""
