"""Publishers: one short module each, that knows its HTML and nothing of dates, events or SQL."""
