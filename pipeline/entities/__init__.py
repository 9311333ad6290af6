"""Who and where: names recognised, normalised and identified; offices by date."""
