# Made from ../_async/__init__.py by tools/generate.py: change that one.
"""The synchronous client. This folder is made from `_async` by `tools/generate.py`."""
