"""The domain of CirculAIR: what a stream, a match and an exchange are, without web, tables or maps."""
