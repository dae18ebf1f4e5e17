"""Geography and drawing: what the public map shows and how."""
