"""Badges in pictures, good and hostile (trap 10)."""

import json
import tracemalloc
import zlib

import pytest

from advisor_bot.badges.verification import Verdict
from tests.badges.making import assertion, issuer_site, itxt, own_badge, png, svg, verified

DOCTYPE = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
    ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
)
BILLION_LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("packed", [False, True])
def test_open_badges_3_in_a_png(packed: bool) -> None:
    text = json.dumps(own_badge()).encode()
    assert verified(png((b"iTXt", itxt(text, packed=packed)))).verdict is Verdict.VALID


def test_older_keywords_in_a_png() -> None:
    badge = assertion()
    text = json.dumps(badge).encode()
    baked = {
        "iTXt": itxt(text, b"openbadges"),
        "tEXt": b"openbadges\0" + text,
        "zTXt": b"openbadges\0\0" + zlib.compress(text),
    }
    for kind, body in baked.items():
        report = verified(png((kind.encode(), body)), issuer_site(badge))
        assert report.verdict is Verdict.VALID, kind


def test_a_png_that_only_names_the_address_of_its_badge() -> None:
    badge = assertion()
    picture = png((b"tEXt", b"openbadges\0" + badge["id"].encode()))
    assert verified(picture, issuer_site(badge)).verdict is Verdict.VALID
    assert verified(picture).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize(
    "picture",
    [
        png(),
        png((b"tEXt", b"Comment\0nothing")),
        png((b"iTXt", b"openbadges\0")),
        png((b"iTXt", b"openbadges\0\1\0\0\0not zlib")),
        png((b"zTXt", b"openbadges\0\0not zlib")),
        png((b"tEXt", b"openbadges\0\xff\xfe")),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
        png((b"iTXt", itxt(b"{}")))[:60],
    ],
)
def test_pngs_without_a_badge(picture: bytes) -> None:
    report = verified(picture)
    assert report.verdict is Verdict.INVALID
    assert "picture" in report.summary


def test_only_one_badge_of_a_picture_is_unpacked() -> None:
    text = json.dumps(own_badge()).encode()
    broken = itxt(b"", packed=True)[:-4] + b"xxxx"
    picture = png((b"iTXt", itxt(text)), *[(b"iTXt", broken)] * 1000)
    assert verified(picture).verdict is Verdict.VALID


def test_a_png_bomb_is_not_unpacked() -> None:
    bomb = itxt(b"\0" * 100_000_000, packed=True)
    picture = png((b"iTXt", bomb), (b"iTXt", bomb))
    tracemalloc.start()
    report = verified(picture)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.verdict is Verdict.INVALID
    assert "larger than 1 MiB" in report.summary
    assert peak < 20_000_000


@pytest.mark.parametrize("doctype", ["", DOCTYPE])
def test_an_svg_with_and_without_a_doctype(doctype: str) -> None:
    picture = svg(json.dumps(own_badge()), doctype=doctype)
    assert verified(picture).verdict is Verdict.VALID


def test_an_svg_that_only_names_the_address_of_its_badge() -> None:
    badge = assertion()
    picture = svg("", verify=badge["id"])
    assert verified(picture, issuer_site(badge)).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "picture",
    [
        svg("&i;", doctype=BILLION_LAUGHS).replace(b"<![CDATA[", b"").replace(b"]]>", b"", 1),
        svg("x", doctype=BILLION_LAUGHS),
        svg("x", doctype=OUTSIDE),
        b"<svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><body>no badge</body></html>",
        b"<" + b"a><" * 1000,
        b'<?xml version="1.0" encoding="no-such"?><svg/>',
        svg(""),
        svg("{not json}"),
        svg("{" * 2_000_000),
    ],
)
def test_hostile_and_empty_svgs(picture: bytes) -> None:
    assert verified(picture).verdict is Verdict.INVALID


def test_an_svg_of_very_many_elements_takes_no_memory() -> None:
    picture = b"<svg>" + b"<a/>" * 1_000_000 + b"</svg>"
    tracemalloc.start()
    report = verified(picture)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.verdict is Verdict.INVALID
    assert peak < 30_000_000
