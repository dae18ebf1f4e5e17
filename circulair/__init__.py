"""The Flask application of CirculAIR."""
