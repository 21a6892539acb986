"""The asynchronous client. This folder is the source; `_sync` is made from it by `tools/generate.py`."""
