"""Files of actors brought into the directory: read, compared with what is there, written, undone."""
