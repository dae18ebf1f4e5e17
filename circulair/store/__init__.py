"""All SQL: records, queries by exact names, the unit of work and the migrations."""
