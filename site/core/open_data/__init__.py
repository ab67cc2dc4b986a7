"""Open data: the documents that programs read, what changed since they last did, the catalogue of what there is."""
