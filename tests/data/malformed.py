"""Files that are no points: what each is, its bytes, and words of the sentence that refuses it.

The points are to be its first two columns.
"""

import gzip
import io
import zipfile


def _archive(name: str, size: int = 10) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "<" * size)
    return file.getvalue()


def _keys(number: int) -> bytes:
    return b"[" + b",".join(b'{"k%d": 1}' % n for n in range(number)) + b"]"


_X, _Y = "row {}, column “x” takes {}", "row {}, column “y” takes {}"
_TWO = "numbers that read only one way (not 1234 or 1.234)"
_COLUMNS = "takes two or more columns, divided by commas, semicolons, tabs, bars or spaces"
_QUOTES = "takes quotation marks in pairs, around whole cells of up to 131,072 characters"
_ENCODING = "takes text in UTF-8, UTF-16 or Windows-1252"
_BINARY = "takes text such as CSV, no binary data"

MALFORMED: list[tuple[str, bytes, str]] = [
    # nothing, or too little
    ("empty", b"", _COLUMNS),
    ("blank lines", b"\n\r\n   \n\t\n", _COLUMNS),
    ("comments only", b"# nothing\n# here\n", _COLUMNS),
    ("a byte-order mark only", b"\xef\xbb\xbf", _COLUMNS),
    ("a UTF-16 mark only", b"\xff\xfe", _COLUMNS),
    ("delimiters only", b",,\n,,\n", _COLUMNS),
    ("delimiters and tabs only", b";\r\t;", _COLUMNS),
    ("a header only", b"x,y\n", "takes at least one row of numbers; it got 0"),
    ("a header and blank rows", b"x,y\n,\n\n,\n", "takes at least one row of numbers; it got 0"),
    ("one number", b"1", _COLUMNS),
    ("one column", b"x\n1\n2\n3\n", _COLUMNS),
    ("one column of decimals", b"1.5\n2.5\n", _COLUMNS),
    ("one column, quoted", b'"1,5"\n"2,5"\n', _COLUMNS),
    ("an unknown delimiter", b"1:2\n3:4\n", _COLUMNS),
    ("prose", b"Dear all,\nplease find attached\nthe data\n", "takes"),
    # too much
    ("too many bytes", b"1,2\n" * 1_250_001, "takes up to 5,000,000 bytes; it got 5000004"),
    ("too many rows", b"1,2\n" * 200_000, "takes up to 100,000 rows of numbers; it got “200,000"),
    ("a row too many", b"1,2\n" * 100_001, "x takes 1 to 100,000 numbers; it got 100001"),
    ("too many columns", b",".join([b"1"] * 1001), "takes 2 to 1,000 columns; it got 1001"),
    ("one endless row", b"1," * 2_000_000, "takes 2 to 1,000 columns"),
    ("one endless row of words", b"a " * 2_400_000, "takes 2 to 1,000 columns; it got 2400000"),
    ("endless spaces in code", b"x = " + b" " * 4_000_000 + b"y\nz = 1", _X.format(2, "a number")),
    ("endless words", (b"a" * 900 + b"  b\n") * 2_000 + b"1,2\n", "row 2,001 takes 2 cells"),
    ("brackets in brackets", b"x = " + b"[" * 2_000_000 + b"1\ny = 1", _QUOTES),
    ("a JSON key a record", _keys(20_000), "takes 2 to 1,000 columns; it got 20000"),
    ("a workbook that unpacks to a lot", _archive("xl/workbook.xml", 60_000_000),
     "takes a workbook of up to 50,000,000 bytes when unpacked; it got 60000000"),
    ("a huge cell", b'x,y\n1,"' + b"2" * 200_000 + b'"\n', _QUOTES),
    # no text
    ("NUL bytes", b"1,2\n3,\x00\n", _BINARY),
    ("a NUL byte in a name", b"x\x00,y\n1,2\n", _BINARY),
    ("zeros", bytes(1000), _BINARY),
    ("a vertical tab", b"x,y\n1\x0b,2\n", _BINARY),
    ("an escape sequence", b"x,y\n\x1b[31m1,2\n", _BINARY),
    ("UTF-32", "x,y\n1,2\n".encode("utf-32"), _BINARY),
    ("UTF-16 cut short", "x,y\n1,2".encode("utf-16")[:-1], _ENCODING),
    ("half a UTF-16 surrogate", b"\xff\xfe\x00\xd8,\x00", _ENCODING),
    ("a PNG", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a picture"),
    ("a JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF", "not a picture"),
    ("a zip archive", _archive("a.csv"), "or a workbook (.xlsx), no other zip archive"),
    ("half a workbook", _archive("xl/workbook.xml"), "a workbook (.xlsx) that is not damaged"),
    ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not an Excel workbook"),
    ("a gzip archive", gzip.compress(b"1,2\n"), "not a gzip archive"),
    ("a PDF", b"%PDF-1.7\n1 0 obj\n", "not a PDF"),
    ("a web page", b"<!DOCTYPE html>\n<html>\n<body>Not found</body>\n</html>\n", "takes"),
    # rows that do not fit
    ("a short row", b"x,y\n1,2\n3\n5,6\n", "row 3 takes 2 cells, as most rows have; it got 1"),
    ("a long row", b"x,y\n1,2\n3,4,5\n5,6\n", "row 3 takes 2 cells, as most rows have; it got 3"),
    ("a total below", b"x;y\n1;2\n3;4\nsum;4;6\n", "row 4 takes 2 cells"),
    ("ragged after comments", b"# a\n#b\n\nx,y\n1,2\n3\n4,5\n", "row 6 takes 2 cells"),
    ("two tables", b"a,b\n1,2\n3,4\n\nc,d,e\n1,2,3\n", "row 5 takes 2 cells"),
    ("an unclosed quote", b'x,y\n1,2\n"3,4\n5,6\n', f"{_QUOTES}; it got “\"3,4”"),
    ("an unclosed quote at the end", b'x,y\n1,2\n3,"4', f"{_QUOTES}; it got “3,\"4”"),
    ("an unclosed quote in a long file", b'x,y\n"' + b"1,2\n" * 90_000, _QUOTES),
    ("text after a quote", b'x,y\n"1"2,3\n', f"{_QUOTES}; it got “\"1\"2,3”"),
    ("an unclosed quote, by spaces", b'x y\n1 2\n"3 4\n', _QUOTES),
    # cells that are no numbers
    ("text", b"x,y\n1,2\n3,abc\n", _Y.format(3, "a number; it got “abc”")),
    ("text, row counted past blank lines", b"x,y\n\n1,2\n\n\n3,abc\n", _Y.format(6, "a number")),
    ("text, row counted past long cells", b'x,y,z\n1,2,"a\nb"\nq,2,c\n', _X.format(3, "a number")),
    ("text without a header", b"1,2\na,4\n", "row 2, column “column 1” takes a number"),
    ("half a header", b"x,1\n2,3\n", "row 1, column “column 1” takes a number; it got “x”"),
    ("columns of text", b"x,y\na,b\n", _X.format(2, "a number")),
    ("an empty column", b"x,y,z\n,2,1\n,4,1\n", _X.format(2, "a number, no empty cell")),
    ("nan", b"x,y\n1,nan\n", _Y.format(2, "a number; it got “nan”")),
    ("NA", b"x,y\n1,NA\n", _Y.format(2, "a number; it got “NA”")),
    ("infinity", b"x,y\n-inf,1\n", _X.format(2, "a number; it got “-inf”")),
    ("Infinity", b"x,y\n1,Infinity\n", _Y.format(2, "a number")),
    ("beyond float64", b"x,y\n1,1e309\n", _Y.format(2, "numbers up to ±1.797693e+308")),
    ("beyond float64, near 0", b"x,y\n1e-400,1\n", _X.format(2, "0, or numbers of at least 4.9")),
    ("400 zeros", b"x,y\n1,0." + b"0" * 400 + b"1\n", _Y.format(2, "0, or numbers of at least")),
    ("400 digits", b"x,y\n" + b"9" * 400 + b",1\n", _X.format(2, "numbers up to ±")),
    ("a formula", b"x,y\n=1+1,2\n", _X.format(2, "a number; it got “=1+1”")),
    ("a command", b"x,y\n1,@cmd|' /C calc'!A0\n", _Y.format(2, "a number; it got “@cmd")),
    ("a formula behind a plus", b"x,y\n+1+1,2\n", _X.format(2, "a number")),
    ("a formula behind a tab", b'x,y\n"\t=2",2\n', _X.format(2, "a number; it got “=2”")),
    ("HTML", b"x,y\n<script>alert(1)</script>,2\n", _X.format(2, "a number")),
    ("HTML in a name", b"<b>x</b>,y\nq,2\n", "column “<b>x</b>” takes a number"),
    ("a time", b"x,y\n12:30,2\n", _X.format(2, "a number")),
    ("a fraction", b"x,y\n1/2,2\n", _X.format(2, "a number")),
    ("a hexadecimal number", b"x,y\n0x10,2\n", _X.format(2, "a number")),
    ("an underscore", b"x,y\n1_000,2\n", _X.format(2, "a number")),
    ("a truth value", b"x,y\nTRUE,2\n", _X.format(2, "a number")),
    ("digits of another script", "x,y\n٣,2\n".encode(), _X.format(2, "a number")),
    ("two points", b"x,y\n1.2.3,2\n", _X.format(2, "a number")),
    ("two signs", b"x,y\n--1,2\n", _X.format(2, "a number")),
    ("half an exponent", b"x,y\n1e,2\n", _X.format(2, "a number")),
    ("thousands set wrong", b"x;y\n1,23,456;2\n", _X.format(2, "a number")),
    # numbers that could be two
    ("1,234", b"x;y\n1,234;5\n", _X.format(2, _TWO)),
    ("1,234 where both are used", b"x;y;z;t\n1,234;5;1.5;1,5\n", _X.format(2, _TWO)),
    ("1.234 where both are used", b"x;y;z;t\n1.234;5;1.5;1,5\n", _X.format(2, "numbers that read")),
    ("a point among commas", b"x;y\n1,5;1\n2,5;2\n3.5;3\n", "takes a number with a decimal comma"),
    ("a comma among points", b"x;y\n1.5;1\n2.5;2\n3,5;3\n", "takes a number with a decimal point"),
]  # fmt: skip
