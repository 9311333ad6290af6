"""chronofile: news articles in, an archive of dated, sourced events out. See docs/ for how each part works."""
