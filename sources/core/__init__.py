"""What every reader shares: charset, language, plain text, page metadata, layouts. Publishers stand one folder up."""
