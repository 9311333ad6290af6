"""The command ``chronofile``: thin commands that parse words, call one function and print.

Every module here imports click alone at its top; what is heavy is imported where it is used, so that ``--help``
answers at once.
"""

from __future__ import annotations

from pipeline.cli.base import Chronofile

main = Chronofile(
    help="News articles in, an archive of dated, sourced events out.\n\n"
    "\b\n  chronofile ingest article.html --source kazinform\n  chronofile timeline --since 2024\n  chronofile serve",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    commands_in={
        "ingest": "pipeline.cli.archive",
        "reprocess": "pipeline.cli.archive",
        "remove": "pipeline.cli.archive",
        "timeline": "pipeline.cli.browse",
        "export": "pipeline.cli.browse",
        "serve": "pipeline.cli.browse",
        "export-site": "pipeline.cli.browse",
        "stats": "pipeline.cli.browse",
        "history": "pipeline.cli.browse",
        "verify": "pipeline.cli.browse",
        "review": "pipeline.cli.review",
        "read": "pipeline.cli.texts",
        "dates": "pipeline.cli.texts",
        "sources": "pipeline.cli.texts",
        "new-source": "pipeline.cli.texts",
        "evaluate": "pipeline.cli.texts",
    },
)

__all__ = ["main"]
