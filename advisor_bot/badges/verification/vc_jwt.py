"""Credentials secured as a JSON Web Token, in the ways of VC 1.1 (``vc`` claim) and 2.0.

A key that the token brings along (``jwk`` in its header) proves nothing about who signed it: the
issuer's own document must list it. Sources: Open Badges 3.0, section 8.2; W3C VC-JOSE-COSE.
"""

from collections.abc import Callable

from advisor_bot.badges.verification import controllers, jws, keys
from advisor_bot.badges.verification.case import Case
from advisor_bot.badges.verification.controllers import Method
from advisor_bot.badges.verification.fetching import Web
from advisor_bot.badges.verification.jws import Token
from advisor_bot.badges.verification.keys import PublicKey
from advisor_bot.badges.verification.proving import Proof, decide
from advisor_bot.badges.verification.reading import Json, id_of, text_of
from advisor_bot.badges.verification.results import Aspect, Refuted, Undecided, failed, unknown

_MAX_METHODS = 10


def credential_of(token: Token) -> Json:
    """The credential in a token; what VC 1.1 says in claims only is put where 2.0 has it."""
    inner = token.payload.get("vc")
    if not isinstance(inner, dict):
        return token.payload
    claims = {"issuer": token.payload.get("iss"), "id": token.payload.get("jti")}
    return {name: value for name, value in claims.items() if value is not None} | inner


def prove(token: Token, case: Case) -> Proof:
    """What the signature of the token shows."""
    try:
        jws.check_algorithm(token)
        issuer = _issuer(token)
        key, binding = _key(token, issuer, case.web)
    except Refuted as error:
        return Proof(
            failed(Aspect.INTEGRITY, str(error)),
            unknown(Aspect.ISSUER, "The signature could not be tied to the issuer."),
        )
    except Undecided as error:
        return Proof(
            unknown(Aspect.INTEGRITY, str(error)),
            unknown(Aspect.ISSUER, "The signature could not be tied to the issuer."),
        )
    return Proof(
        decide(
            Aspect.INTEGRITY,
            "The signature is right: nothing was changed since it was made.",
            lambda: jws.check_signature(token, key),
        ),
        decide(Aspect.ISSUER, "The key that signed it belongs to the named issuer.", binding),
    )


def _issuer(token: Token) -> str:
    claimed = text_of(token.payload.get("iss"))
    named = id_of(credential_of(token).get("issuer"))
    if claimed and named and claimed != named:
        raise Refuted("The badge names two different issuers.")
    issuer = named or claimed
    if issuer is None:
        raise Refuted("The badge names no issuer.")
    return issuer


def _key(token: Token, issuer: str, web: Web) -> tuple[PublicKey, Callable[[], None]]:
    """The key to check with, and the step that shows whether it is the issuer's."""
    name = text_of(token.header.get("kid"))
    if name == issuer:
        name = None  # it names whose key it is, not which
    if name and (name.startswith("did:") or ("://" in name and "#" in name)):
        controller, method = controllers.find_method(name, web)
        return method.key(), lambda: controllers.check_binding(issuer, controller, name, web)
    if name and name.startswith("https://"):
        key = keys.from_jwk(web.object(name, "The issuer's key"))
        return key, lambda: _check_listed(issuer, key, web)
    carried = token.header.get("jwk")
    if isinstance(carried, dict):
        own_key = keys.from_jwk(carried)
        return own_key, lambda: _check_listed(issuer, own_key, web)
    return _listed_key(token, issuer, name, web), lambda: None


def _check_listed(issuer: str, key: PublicKey, web: Web) -> None:
    try:
        listed = _keys_of(controllers.methods_of(issuer, web))
    except (Refuted, Undecided):
        listed = []
    if not any(keys.same_key(key, other) for other in listed):
        raise Undecided(
            "The signature is right, but its key came with the badge itself: anybody could have"
            " made it. The issuer's own pages do not name that key."
        )


def _listed_key(token: Token, issuer: str, name: str | None, web: Web) -> PublicKey:
    """The issuer's key of that name; without a name the one that fits."""
    methods = controllers.methods_of(issuer, web)
    if name is not None:
        methods = [method for method in methods if _is_named(method, issuer, name)]
    candidates = _keys_of(methods)
    if not candidates:
        raise Undecided("The issuer's own key document does not list the key of this badge.")
    return next((key for key in candidates if _fits(token, key)), candidates[0])


def _is_named(method: Method, issuer: str, name: str) -> bool:
    jwk = method.description.get("publicKeyJwk")
    own_name = jwk.get("kid") if isinstance(jwk, dict) else None
    return name.removeprefix("#") in (method.id, method.id.removeprefix(f"{issuer}#"), own_name)


def _keys_of(methods: list[Method]) -> list[PublicKey]:
    found = []
    for method in methods[:_MAX_METHODS]:
        try:
            found.append(method.key())
        except (Refuted, Undecided):
            continue  # a key of another kind says nothing about the one that is looked for
    return found


def _fits(token: Token, key: PublicKey) -> bool:
    try:
        jws.check_signature(token, key)
    except Refuted:
        return False
    return True
