"""TypedDicts, from the schemas of the document."""

from __future__ import annotations

import textwrap
from typing import Any

Schema = dict[str, Any]

PAGE_PREFIX = "Items_"
MOST_COLUMNS = 95

HEADER = '''"""The API's objects. Made from api/openapi.json by tools/generate.py.

Times are RFC 3339 text in UTC, amounts integers of micro-units (1_000_000 is one unit of the currency).
"""

import sys
from typing import Any, Literal, Optional

if sys.version_info >= (3, 11):
    from typing import NotRequired, TypedDict
else:
    from typing_extensions import NotRequired, TypedDict

'''


def types_module(document: Schema) -> str:
    """Return the text of `types.py`."""
    return HEADER + "\n\n".join(_Writer(document).blocks()) + "\n"


def reference_name(schema: Schema) -> str:
    """How `_operations.py` writes the type that a reference names."""
    name: str = schema["$ref"].rsplit("/", 1)[-1]
    return f"Page[t.{name[len(PAGE_PREFIX) :]}]" if name.startswith(PAGE_PREFIX) else f"t.{name}"


def fields_of(schema: Schema, document: Schema) -> set[str]:
    """Fields that an object has to have."""
    if "$ref" in schema:
        return fields_of(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], document)
    required = set(schema.get("required", []))
    for part in schema.get("allOf", []):
        required |= fields_of(part, document)
    return required


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


class _Writer:
    """Writes every name after those that it needs, so that the module can be evaluated from top to bottom."""

    def __init__(self, document: Schema) -> None:
        self.schemas: dict[str, Schema] = document["components"]["schemas"]
        self.document = document
        self.written: dict[str, str] = {}

    def blocks(self) -> list[str]:
        for name in sorted(self.schemas):
            if not name.startswith(PAGE_PREFIX):
                self.named(name)
        self._parameters()
        return list(self.written.values())

    def named(self, name: str) -> str:
        if name not in self.written:
            self._write(name, self.schemas[name])
        return name

    def _write(self, name: str, schema: Schema) -> None:
        if "enum" in schema:
            self._literal(name, schema)
            return
        bases: list[str] = []
        own: list[Schema] = []
        for part in schema.get("allOf", [schema]):
            if "$ref" in part:
                bases.append(self.named(part["$ref"].rsplit("/", 1)[-1]))
            else:
                own.append(part)
        lines = [f"class {name}({', '.join(bases or ['TypedDict'])}):", _doc(schema.get("description", name))]
        for part in own:
            for field, described in part.get("properties", {}).items():
                kind = self.annotation(described, name + _camel(field))
                lines.append(
                    f"    {field}: {kind if field in part.get('required', []) else f'NotRequired[{kind}]'}"
                )
                if "description" in described:
                    lines.append(_doc(described["description"]))
        self.written[name] = "\n".join(lines)

    def _literal(self, name: str, schema: Schema) -> None:
        values = [value for value in schema["enum"] if value is not None]
        self.written[name] = f"{name} = Literal[{', '.join(map(repr, values))}]"

    def annotation(self, schema: Schema, name: str) -> str:
        """Write the type of a field; `name` is for what has no name of its own."""
        if "$ref" in schema:
            return self.named(schema["$ref"].rsplit("/", 1)[-1])
        options = schema.get("oneOf", schema.get("anyOf"))
        if options:
            some = [self.annotation(option, name) for option in options if option != {"type": "null"}]
            kind = some[0] if len(some) == 1 else f"Union[{', '.join(some)}]"
            return f"Optional[{kind}]" if {"type": "null"} in options else kind
        stated: str | list[str] = schema.get("type", "")
        kinds = [stated] if isinstance(stated, str) else stated
        nullable = "null" in kinds
        kind = self._plain(next((each for each in kinds if each != "null"), ""), schema, name)
        return f"Optional[{kind}]" if nullable else kind

    def _plain(self, kind: str, schema: Schema, name: str) -> str:
        if "enum" in schema:
            self._literal(name, schema)
            return name
        if kind == "array":
            return f"list[{self.annotation(schema['items'], name + 'Item')}]"
        if kind == "object":
            if "properties" not in schema:
                return "dict[str, Any]"
            self._write(name, schema)
            return name
        return {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}.get(kind, "Any")

    def _parameters(self) -> None:
        """Write closed lists of query parameters (a pattern in the document), named `SeriesMetric`."""
        for path, methods in self.document["paths"].items():
            for operation in methods.values():
                for parameter in operation.get("parameters", []):
                    pattern: str = parameter.get("schema", {}).get("pattern", "")
                    name = _camel(path.rsplit("/", 1)[-1]) + _camel(parameter["name"])
                    if pattern.startswith("^(") and pattern.endswith(")$"):
                        self._literal(name, {"enum": pattern[2:-2].split("|")})
        self._literal("ErrorCode", self.schemas["Error"]["properties"]["error"])


def _doc(text: str) -> str:
    text = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    if len(text) <= MOST_COLUMNS:
        return f'    """{text}"""'
    first, stop, rest = text.partition(". ")
    if not stop or len(first) > MOST_COLUMNS:
        first, rest = "", text
    body = "\n".join(textwrap.wrap(rest, MOST_COLUMNS))
    return textwrap.indent(f'"""{first}.\n\n{body}\n"""' if first else f'"""{body}\n"""', "    ")
