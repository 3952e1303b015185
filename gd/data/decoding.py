"""Decode an uploaded file, or pasted text, to text."""

import codecs
import re

from gd.errors import InputError, quote

MAX_BYTES = 5_000_000

_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": "an Excel workbook of the old format (save it as .xlsx)",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decode(data: bytes | str, name: str) -> str:
    """`data` as text.

    data   bytes in the encoding of their byte-order mark (UTF-8, UTF-16); without one in UTF-16 if
           every other byte is 0, else in UTF-8, or, if that fails, Windows-1252, which has the
           letters of Latin-1. Any other one-byte encoding gives wrong letters, or the sign U+FFFD,
           but the right numbers. Of a `str`, only the mark is removed
    name   what the message of an error calls it

    (charset-normalizer guesses the encoding from the letters: right for long text in any language,
    but "temp °C" becomes Chinese, and "café, prix €" Baltic. Here most have a few short names.)

    Raises `InputError` for more than `MAX_BYTES` bytes, or characters of a `str`, and for anything
    but text: a workbook, an archive, a picture, or control characters.

    >>> decode("größe;1".encode("cp1252"), "a.csv"), decode(codecs.BOM_UTF8 + b"x", "a.csv")
    ('größe;1', 'x')
    """
    if len(data) > MAX_BYTES:  # before anything is copied
        unit = "characters" if isinstance(data, str) else "bytes"
        raise InputError(quote(name), len(data), f"up to {MAX_BYTES:,} {unit}")
    begin = data[:8].encode("latin-1", "replace") if isinstance(data, str) else data
    for start, what in _SIGNATURES.items():
        if begin.startswith(start):
            raise InputError(quote(name), start, f"text such as CSV, not {what}")
    text = data.removeprefix("\ufeff") if isinstance(data, str) else _decode_bytes(data, name)
    control = _CONTROL_CHARACTER.search(text)
    if control:
        raise InputError(quote(name), control[0].encode(), "text such as CSV, no binary data")
    return text


def _decode_bytes(data: bytes, name: str) -> str:
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    utf_16 = "utf-16" if marked else _unmarked_utf_16(data)
    try:
        return data.decode(utf_16 or "utf-8-sig")
    except UnicodeDecodeError:
        if utf_16:
            raise InputError(
                quote(name), data[:16], "text in UTF-8, UTF-16 or Windows-1252"
            ) from None
        return data.decode("cp1252", "replace")


def _unmarked_utf_16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: in most text, every other byte is 0."""
    first, second = data[:2_000:2].count(0), data[1:2_000:2].count(0)
    if max(first, second) > 0.4 * len(data[:2_000:2]) and min(first, second) == 0:
        return "utf-16-be" if first else "utf-16-le"
    return None
