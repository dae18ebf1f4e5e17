"""Work beside the pages: what a worker does with the outbox."""
