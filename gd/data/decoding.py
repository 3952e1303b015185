"""From what was uploaded or pasted to text."""

import codecs
import re

from gd.errors import InputError, quote

MAX_BYTES = 5_000_000

_NO_TEXT = {
    b"PK\x03\x04": "an Excel workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decode(data: bytes | str, name: str) -> str:
    """`data` as text. `name` is what it is called where it is refused.

    Bytes are read in the encoding that their byte-order mark names (UTF-8, UTF-16); without one
    as UTF-8, and what is not UTF-8 as Windows-1252, of which Latin-1's letters are a part. Another
    one-byte encoding gives wrong letters, but right numbers.

    Raises `InputError` for more than `MOST_BYTES` (of a `str`, characters), and for what is no
    text: a workbook, an archive, a picture, anything with control characters.

    >>> decode("größe;1".encode("cp1252"), "a.csv"), decode(codecs.BOM_UTF8 + b"x", "a.csv")
    ('größe;1', 'x')
    """
    if len(data) > MAX_BYTES:  # before anything is copied
        unit = "characters" if isinstance(data, str) else "bytes"
        raise InputError(quote(name), len(data), f"up to {MAX_BYTES:,} {unit}")
    text = data.removeprefix("\ufeff") if isinstance(data, str) else _decoded(data, name)
    control = _CONTROL.search(text)
    if control:
        raise InputError(quote(name), control[0].encode(), "text such as CSV, no binary data")
    return text


def _decoded(data: bytes, name: str) -> str:
    for start, what in _NO_TEXT.items():
        if data.startswith(start):
            raise InputError(quote(name), start, f"text such as CSV, not {what}")
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(quote(name), data[:16], "text in UTF-8, UTF-16 or Windows-1252")
