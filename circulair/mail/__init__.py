"""Letters by e-mail: their words and the office that sends them."""
