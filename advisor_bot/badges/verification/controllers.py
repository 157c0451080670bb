"""Who controls a key: did:key, did:web and https controller documents.

Source: W3C Controlled Identifiers 1.0, did:key, did:web. Only a key that the document lists for
assertions counts; a key that is merely named in an address proves nothing.
"""

import urllib.parse
from dataclasses import dataclass

from advisor_bot.badges.verification import keys
from advisor_bot.badges.verification.fetching import Web
from advisor_bot.badges.verification.keys import PublicKey
from advisor_bot.badges.verification.reading import Json, id_of, list_of, object_of, text_of
from advisor_bot.badges.verification.results import Refuted, Undecided


@dataclass(frozen=True)
class Method:
    """One key that a controller lists for signing statements."""

    id: str
    description: Json

    def key(self) -> PublicKey:
        multikey = text_of(self.description.get("publicKeyMultibase"))
        if multikey:
            return keys.from_multikey(multikey)
        jwk = self.description.get("publicKeyJwk")
        if isinstance(jwk, dict):
            return keys.from_jwk(jwk)
        pem = text_of(self.description.get("publicKeyPem"))
        if pem:
            return keys.from_pem(pem)
        raise Undecided("The issuer's key is written in a form that is not supported.")


def methods_of(controller: str, web: Web) -> list[Method]:
    """The keys that ``controller`` lists for assertions.

    Raises :class:`Undecided` when they cannot be had, :class:`Refuted` when the name is malformed.
    """
    if controller.startswith("did:key:"):
        multikey = controller.removeprefix("did:key:")
        keys.from_multikey(multikey)
        return [Method(f"{controller}#{multikey}", {"publicKeyMultibase": multikey})]
    url = document_url(controller)
    document = web.object(url, "The issuer's key document")
    if document.get("id") != controller:
        raise Undecided("The key document at the issuer's address belongs to somebody else.")
    return listed_methods(document, controller)


def document_url(controller: str) -> str:
    """Where the document of a did:web or an https identifier lies."""
    if controller.startswith("https://"):
        return controller
    if controller.startswith("did:web:"):
        return _did_web_url(controller.removeprefix("did:web:"))
    if controller.startswith("did:"):
        method = ":".join(controller.split(":")[:2])
        raise Undecided(f"The issuer is named by a method that is not supported ({method[:40]}).")
    if controller.startswith(("urn:", "http://")):
        raise Undecided("Nothing ties a key to an issuer that is named in this way.")
    raise Refuted("The badge names its key in a way that does not exist.")


def _did_web_url(name: str) -> str:
    host, *path = name.split(":")
    parts = [urllib.parse.unquote(part) for part in path]
    host = urllib.parse.unquote(host)
    if not host or any(character in host for character in "/?#@\\") or _unsafe(parts):
        raise Refuted("The issuer's did:web name is malformed.")
    if not parts:
        return f"https://{host}/.well-known/did.json"
    return f"https://{host}/{'/'.join(path)}/did.json"


def _unsafe(parts: list[str]) -> bool:
    return any(
        part in ("", ".", "..") or any(character in part for character in "/?#\\") for part in parts
    )


def listed_methods(document: Json, controller: str) -> list[Method]:
    """The methods under ``assertionMethod``: embedded, or referred to in ``verificationMethod``."""
    described = {
        _absolute(id_of(entry), controller): object_of(entry)
        for entry in list_of(document.get("verificationMethod"))
        if isinstance(entry, dict)
    }
    methods = []
    for entry in list_of(document.get("assertionMethod")):
        name = _absolute(id_of(entry), controller)
        description = entry if isinstance(entry, dict) else described.get(name)
        if name and description and description.get("controller", controller) == controller:
            methods.append(Method(name, description))
    return methods


def _absolute(name: str | None, controller: str) -> str:
    if name is None:
        return ""
    return controller + name if name.startswith("#") else name


def find_method(name: str, web: Web) -> tuple[str, Method]:
    """The controller of the key named ``name`` and the key itself.

    :class:`Refuted` when the controller's document is there and does not list the key.
    """
    controller, _, _ = name.partition("#")
    for method in methods_of(controller, web):
        if method.id == name:
            return controller, method
    if controller.startswith("did:key:") and name == controller:
        return controller, methods_of(controller, web)[0]
    raise Refuted("The issuer's own key document does not list the key that signed this badge.")


def check_binding(issuer: str, controller: str, method: str, web: Web) -> None:
    """Returns when ``issuer`` controls the key ``method`` of ``controller``.

    Either they are the same, or the issuer's own document lists the key. Else :class:`Undecided`.
    """
    if issuer == controller:
        return
    try:
        listed = {entry.id for entry in methods_of(issuer, web)}
    except (Refuted, Undecided):
        listed = set()
    if method not in listed:
        raise Undecided(
            "The signature is right, but nothing shows that the named issuer owns the key."
        )
