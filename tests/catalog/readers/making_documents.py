"""Real files of every kind of document, made small and by hand."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from html import escape

import pptx

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FORMATS = "http://schemas.openxmlformats.org"

Placed = tuple[float, float, float, str]
"""x, y and size of a line, and the line."""


def pdf(*pages: Sequence[Placed], password: str = "") -> bytes:
    """A PDF of one text object a line. With ``password`` it is encrypted (40-bit RC4, ISO 32000 7.6)."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for index, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        text = b"\n".join(map(_line, lines))
        objects.append(b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream")
    trailer = b"/Size %d /Root 1 0 R" % (len(objects) + 1)
    if password:
        identity = hashlib.md5(password.encode(), usedforsecurity=False).hexdigest().encode()
        objects.append(_encryption(password))
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), identity, identity)
    return _file(objects, trailer)


def _line(placed: Placed) -> bytes:
    x, y, size, text = placed
    written = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({written}) Tj ET".encode("cp1252")


def _encryption(password: str) -> bytes:
    """Owner and user entries for a password that nobody will type: they only must not fit an empty one."""
    owner = hashlib.sha256(_PADDING + password.encode()).hexdigest().encode()
    user = hashlib.sha256(password.encode() + _PADDING).hexdigest().encode()
    return b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (owner, user)


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< " + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def lines(*texts: str, size: float = 11, top: float = 740) -> list[Placed]:
    """Lines below each other, as a paragraph; "" leaves a gap."""
    return [(72, top - 14 * index, size, text) for index, text in enumerate(texts) if text]


def docx(
    *paragraphs: tuple[str, str] | Sequence[Sequence[str]], content_type: str = _WORD
) -> bytes:
    """A Word document. A paragraph is (style id, text), with "" for plain text; a table is rows of cells."""
    body = "".join(
        _paragraph(*item) if isinstance(item, tuple) else _table(item) for item in paragraphs
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in (
            ("Title", "Title"),
            ("Heading1", "heading 1"),
            ("Heading2", "heading 2"),
        )
    )
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>',
            "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": _relationships(("styles", "styles.xml")),
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        }
    )


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _paragraph(style: str, text: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph('', cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def _relationships(*targets: tuple[str, str]) -> str:
    kinds = f"{_FORMATS}/officeDocument/2006/relationships"
    entries = "".join(
        f'<Relationship Id="r{index}" Type="{kinds}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">{entries}</Relationships>'


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def slides(*titled: tuple[str, str]) -> bytes:
    """A presentation of slides with a title and a text each."""
    presentation = pptx.Presentation()
    for title, text in titled:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()
