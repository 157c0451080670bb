"""Reads CTDL JSON-LD, the Credential Transparency Description Language (credreg.net/ctdl).

    read(material) -> Reading

A file may be a graph (``@graph``), a registry's envelope (``decoded_resource``, or ``resource`` as a
JSON web token), a list of either, JSON Lines, or one resource. The file is read twice: once into a
temporary store (``graph``), because what a credential names may stand anywhere, and then resource by
resource. What follows is who becomes what:

- a credential is a program; so is a learning opportunity or an assessment that no credential of the
  same owner requires. Blank nodes without an owner are mere references;
- an organization is a provider if it owns or offers one of them, or is a ``CredentialOrganization``
  of its own. A quality assurance organization that only accredits is none;
- an owner that the file does not describe has no name here: its program stands under a provider
  called after its id, and a problem says whose file to import as well.

A registry's signature is not checked, and what publishers say is recorded as their claim.
"""

import base64
from collections.abc import Iterator
from typing import Any

from advisor_bot.catalog.readers.ctdl.account import Account
from advisor_bot.catalog.readers.ctdl.graph import Graph
from advisor_bot.catalog.readers.ctdl.terms import types
from advisor_bot.catalog.readers.json_files import Record, records, records_in
from advisor_bot.catalog.readers.json_ld import listed
from advisor_bot.catalog.readers.reading import Material, Problem, Reading

__all__ = ["read"]

_NO_TYPE = "has no @type, so it is not known what it is"


def read(material: Material) -> Reading:
    """The providers and programs of a CTDL file, and what could not be read of it."""
    is_empty = True
    with Graph() as graph:
        yield from _load(material, graph)
        for found in Account(material, graph).documents():
            is_empty = is_empty and isinstance(found, Problem)
            yield found
    if is_empty:
        reason = "there is no program in it that could be read, and no organization that issues any"
        yield material.problem("file", reason)


def _load(material: Material, graph: Graph) -> Iterator[Problem]:
    for record in records(material, inside=("decoded_resource",)):
        if isinstance(record, Problem):
            yield record
            continue
        for found in _nodes(material, record):
            if isinstance(found, Problem):
                yield found
            elif not graph.add(*found):
                place = str(found[0].get("@id"))[:200]
                reason = "is described twice, differently; the fuller description is used"
                yield material.problem(place, reason)


_Found = tuple[dict[str, Any], str] | Problem


def _nodes(material: Material, record: Record) -> Iterator[_Found]:
    """The resources in one record, each with the graph in which its blank nodes are known."""
    value = record.value
    if not isinstance(value, dict):
        yield material.problem(record.place, "is not a resource, a graph or an envelope")
        return
    if "resource" in value and "decoded_resource" not in value:
        yield from _token(material, record)
        return
    if _is_deleted(value):
        yield material.doubt(record.place, "its registry has deleted it; it was left out")
        return
    value = value.get("decoded_resource", value)
    inner = value.get("@graph") if isinstance(value, dict) else None
    scope = str(record.document) if inner is None else record.place
    for node in [value] if inner is None else listed(inner):
        if isinstance(node, dict) and types(node):
            yield node, scope
        else:
            yield material.problem(record.place, _NO_TYPE)


def _is_deleted(envelope: dict[str, Any]) -> bool:
    headers = envelope.get("node_headers")
    return isinstance(headers, dict) and bool(headers.get("deleted_at"))


def _token(material: Material, record: Record) -> Iterator[_Found]:
    """An envelope whose resource is there only as a JSON web token (RFC 7519): its payload."""
    parts = str(record.value["resource"]).split(".")
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        payload = base64.urlsafe_b64decode(padded).decode("utf-8-sig")
    except (IndexError, ValueError):
        reason = "its 'resource' is not a JSON web token that can be read"
        yield material.problem(record.place, reason)
        return
    for inner in records_in(material, payload, record.place):
        if isinstance(inner, Problem):
            yield inner
        elif isinstance(inner.value, dict) and types(inner.value):
            yield inner.value, record.place
        else:
            yield material.problem(inner.place, _NO_TYPE)
