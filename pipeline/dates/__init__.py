"""The temporal tagger: every expression of time in a text, resolved to TIMEX3, EDTF and inclusive days."""
