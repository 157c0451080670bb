"""What a file is, by its contents: a picture with a badge in it, or the badge itself."""

from dataclasses import dataclass

from advisor_bot.badges.verification import jws, png, svg
from advisor_bot.badges.verification.jws import Token
from advisor_bot.badges.verification.reading import Json, parse_object
from advisor_bot.badges.verification.results import Refuted, Undecided

MAX_FILE_BYTES = 10 * 1_048_576


@dataclass(frozen=True)
class Address:
    """A badge that is only named, by the address at which its issuer publishes it."""

    url: str


Found = Json | Token | Address


def read_badge(data: bytes) -> Found:
    """The badge in a file; :class:`Refuted` when there is none."""
    if len(data) > MAX_FILE_BYTES:
        raise Refuted("The file is larger than 10 MiB.")
    if data.startswith(png.SIGNATURE):
        return read_text(png.unbake(data))
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if text.startswith(b"<"):
        return read_text(svg.unbake(text))
    try:
        return read_text(text.decode())
    except UnicodeDecodeError as error:
        raise Refuted("The file is neither a badge nor a picture that can hold one.") from error


def read_text(text: str) -> Found:
    """The badge in a text: JSON, a signed token, or its address."""
    text = text.strip()
    if text.startswith(("{", "[")):
        return parse_object(text)
    if jws.looks_like(text):
        return jws.parse(text)
    if "~" in text and jws.looks_like(text.partition("~")[0]):
        raise Undecided("It is a token of a kind that is not supported (SD-JWT).")
    if text.startswith(("https://", "http://")) and len(text.split()) == 1:
        return Address(text)
    raise Refuted("The file is neither a badge nor a picture that can hold one.")
