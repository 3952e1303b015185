"""Decode an uploaded file, or pasted text, to text."""

import codecs
import re

from gd.errors import InputError, quote

MAX_BYTES = 5_000_000

_SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decode(data: bytes | str, name: str) -> str:
    """`data` as text.

    data   bytes in the encoding of their byte-order mark (UTF-8, UTF-16); without one in UTF-8,
           or, if that fails, Windows-1252, which has the letters of Latin-1. Any other one-byte
           encoding gives wrong letters, but the right numbers. Of a `str`, only the mark is removed
    name   what the message of an error calls it

    Raises `InputError` for more than `MAX_BYTES` bytes, or characters of a `str`, and for anything
    but text: a workbook, an archive, a picture, or control characters.

    >>> decode("größe;1".encode("cp1252"), "a.csv"), decode(codecs.BOM_UTF8 + b"x", "a.csv")
    ('größe;1', 'x')
    """
    if len(data) > MAX_BYTES:  # before anything is copied
        unit = "characters" if isinstance(data, str) else "bytes"
        raise InputError(quote(name), len(data), f"up to {MAX_BYTES:,} {unit}")
    text = data.removeprefix("\ufeff") if isinstance(data, str) else _decode_bytes(data, name)
    control = _CONTROL_CHARACTER.search(text)
    if control:
        raise InputError(quote(name), control[0].encode(), "text such as CSV, no binary data")
    return text


def _decode_bytes(data: bytes, name: str) -> str:
    for start, what in _SIGNATURES.items():
        if data.startswith(start):
            raise InputError(quote(name), start, f"text such as CSV, not {what}")
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(quote(name), data[:16], "text in UTF-8, UTF-16 or Windows-1252")
