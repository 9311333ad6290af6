"""Quality and speed, measured: nothing here is imported by the package.

gold.py     every figure that a folder of gold data allows (``make gold``)
floors.py   today's figures on the repo's own gold, beside the floors in floors.toml
run.py      quality and speed beside peers, written to RESULTS.md (``make bench``)
own.py      the repo's own gold, pooled
merging.py  ECB+: which mentions across articles are one event
pages.py, types.py, publish.py and the like: one subject each, beside a peer where there is one
"""
