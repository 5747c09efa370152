"""The open data as they are asked for: documents, files, schema, documentation, HTTP."""
