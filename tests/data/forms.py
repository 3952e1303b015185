"""What people have, and what it means: each a name, the data, its default columns and points.

Where a row is left out or something is taken for something, the note that says so. Where the
points would be a guess, the sentence that refuses them stands in place of the columns.
"""

import io

import openpyxl


def _workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book["Sheet"].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


XY, UNNAMED = ("x", "y"), ("column 1", "column 2")
ABOVE = "row 1 left out, above the table"
TURNED = "two long rows taken for two columns"
_BOTH = "dates that read only one way (not 3 April 2024 or 4 March 2024); it got “3/4/2024”."

Form = tuple[str, str | bytes, tuple[str, str] | str, list[float], list[float], str]

FORMS: list[Form] = [
    # the first row: names or data
    ("years in the header", "area,2001,2011\nNorth,12.5,13.1\nSouth,11,12.2",
     ("2001", "2011"), [12.5, 11], [13.1, 12.2], ""),
    ("years in the header, over numbers alone", "2001,2002\n12.5,13\n11,12",
     ("2001", "2002"), [12.5, 11], [13, 12], ""),
    ("years in steps, over numbers of their size",
     "area,1990,2000,2010\nChad,1800,2500,2100\nMali,1700,2600,2300",
     ("1990", "2000"), [1800, 1700], [2500, 2600], ""),
    ("years as data", "1990,12.5\n2000,13\n2010,14", UNNAMED, [1990, 2000, 2010],
     [12.5, 13, 14], ""),
    ("years of birth as data", "Ann,1950,2\nBob,1948,3\nCy,1961,5",
     ("column 2", "column 3"), [1950, 1948, 1961], [2, 3, 5], ""),
    ("a first row like the others, above text", "5.1,3.5,setosa\n4.9,3,setosa\n4.7,3.2,setosa",
     UNNAMED, [5.1, 4.9, 4.7], [3.5, 3, 3.2], ""),
    ("whole numbers in steps as data", "1,2,3\n5.5,3,4\n6,2.5,7", UNNAMED, [1, 5.5, 6], [2, 3, 2.5],
     ""),
    ("a label and two whole numbers as data", "A,1,3\nB,5.5,9\nC,7,2", ("column 2", "column 3"),
     [1, 5.5, 7], [3, 9, 2], ""),
    ("units and a single row", "t,s\nmin,km\n1,2", ("t (min)", "s (km)"), [1], [2],
     "row 2 taken for units"),
    ("NaN in a header", "NaN,pay\n1,2\n3,4", ("NaN", "pay"), [1, 3], [2, 4], ""),
    ("inf and sodium in a header", "inf,Na\n1,2\n3,4", ("inf", "Na"), [1, 3], [2, 4], ""),
    ("nanoamperes in a header", "nA,K\n1,2\n3,4", ("nA", "K"), [1, 3], [2, 4], ""),
    ("NaN in a first row of data", "NaN,2\n3,4", UNNAMED, [3], [4], "1 row left out (row 1)"),
    ("units below the header", "time;way\n(s);(m)\n1,5;2\n3;4", ("time (s)", "way (m)"),
     [1.5, 3], [2, 4], "row 2 taken for units; time (s): decimal comma"),
    ("text below the header, over text", "name,x,y\nAnn,1,2\nBob,3,4", XY, [1, 3], [2, 4], ""),
    # columns that count the rows
    ("R's row names", '"","speed","dist"\n"1",4,2\n"2",4,10\n"3",7,4', ("speed", "dist"),
     [4, 4, 7], [2, 10, 4], ""),
    ("pandas' index", ",a,b\n0,1.5,2\n1,2.5,3\n2,3,5", ("a", "b"), [1.5, 2.5, 3], [2, 3, 5], ""),
    ("rownames", "rownames,mpg,cyl\n1,21,6\n2,22,4\n3,23,8", ("mpg", "cyl"), [21, 22, 23],
     [6, 4, 8], ""),
    ("an id", "id,height,weight\n1001,170,60\n1007,180,70\n1009,165,55", ("height", "weight"),
     [170, 180, 165], [60, 70, 55], ""),
    ("an index and one column", "index,y\n1,5\n2,6\n3,8", ("index", "y"), [1, 2, 3], [5, 6, 8], ""),
    ("a time behind a measurement", "temp,year\n3,1990\n4,1991\n6,1992", ("year", "temp"),
     [1990, 1991, 1992], [3, 4, 6], ""),
    ("y before x", "y,x\n1,5\n2,6\n4,9", XY, [5, 6, 9], [1, 2, 4], ""),
    ("a column with one value", "site,a,b\n1,5,2\n1,6,4\n1,7,5", ("a", "b"), [5, 6, 7],
     [2, 4, 5], ""),
    ("a header without the row names", '"speed" "dist"\n"1" 4 2\n"2" 5 10', ("speed", "dist"),
     [4, 5], [2, 10], ""),
    ("a printed data frame", "    x    y\n0  1.5  2\n1  3.0  4\n2  4.0  5\n\n[3 rows x 2 columns]",
     XY, [1.5, 3, 4], [2, 4, 5], ""),
    # code
    ("Python lists", "x = [1, 2, 3]\ny = [4, 5, 7]", XY, [1, 2, 3], [4, 5, 7], ""),
    ("their own names", "hours=[1,2.5]\nscore = (40, -70)", ("hours", "score"), [1, 2.5],
     [40, -70], ""),
    ("NumPy arrays",
     "import numpy as np\n\nx = np.array([1., 2.])  # h\ny = np.array([\n 4.,\n 5])",
     XY, [1, 2], [4, 5], ""),
    ("tensors", "x = torch.tensor([[1.], [2.]])\ny = torch.tensor([[3.], [5e1]], "
     "dtype=torch.float32)", XY, [1, 2], [3, 50], ""),
    ("reshaped arrays", "X = np.array([1, 2]).reshape(-1, 1)\ny = torch.tensor([3, 5]).float()",
     ("X", "y"), [1, 2], [3, 5], ""),
    ("an interpreter's session", ">>> x = [1, 2, 3]\n>>> y = [4, 5, 7]", XY, [1, 2, 3],
     [4, 5, 7], ""),
    ("a list of pairs", "points = [(1, 2), (3, 4), (5, 7)]", UNNAMED, [1, 3, 5], [2, 4, 7], ""),
    ("other lists and numbers beside", "x = [1, 2]\ny = [3, 4]\ntest = [5]\nlr = 0.1\nprint(x)",
     XY, [1, 2], [3, 4], ""),
    ("a printed array", "[[1. 2.]\n [3. 4.]\n [5. 7.]]", UNNAMED, [1, 3, 5], [2, 4, 7], ""),
    ("two printed arrays", "[1. 2. 3.]\n[4. 5. 7.]", XY, [1, 2, 3], [4, 5, 7], TURNED),
    ("R", "x <- c(1, 2, 3)\ny <- c(2.5, 4, 6)", XY, [1, 2, 3], [2.5, 4, 6], ""),
    ("Matlab", "x = [1 2 3];\ny = [4 5 7];", XY, [1, 2, 3], [4, 5, 7], ""),
    ("named rows", "x: 1 2 3\ny: 2 4 6", XY, [1, 2, 3], [2, 4, 6], ""),
    ("code that computes", "x = np.linspace(0, 1, 5)\ny = 2 * x", "text takes two lists of "
     "numbers, such as x = [1, 2] and y = [3, 5]; it got “np.linspace(0, 1, 5)”.", [], [], ""),
    ("lists of other lengths", "x = [1, 2, 3]\ny = [4, 5]",
     "“y” takes as many numbers as “x”, which has 3; it got 2.", [], [], ""),
    # two long rows
    ("two long rows", "1 2 3 4 5\n2 4 6 8 10", XY, [1, 2, 3, 4, 5], [2, 4, 6, 8, 10], TURNED),
    ("two long rows with commas", "1,2,3\n4,5,6", XY, [1, 2, 3], [4, 5, 6], TURNED),
    ("two long rows with names", "hours,1,2,3\nscore,2,4,6", ("hours", "score"), [1, 2, 3],
     [2, 4, 6], TURNED),
    # JSON
    ("JSON lists", '{"x": [1, 2], "y": [3, 4]}', XY, [1, 2], [3, 4], ""),
    ("JSON records", '[{"x": 1, "y": 2.5}, {"x": 2, "y": null}, {"x": 3, "y": 4}]', XY, [1, 3],
     [2.5, 4], "1 row left out (row 2)"),
    ("a JSON record a line", '{"x": 1, "y": 2.5}\n{"x": 2, "y": 3}\n', XY, [1, 2], [2.5, 3], ""),
    ("JSON as pandas writes it", '{"x":{"0":1,"1":2},"y":{"0":3,"1":4}}', XY, [1, 2], [3, 4], ""),
    # missing cells
    ("an empty cell", "x,y\n1,2\n,4\n5,6", XY, [1, 5], [2, 6], "1 row left out (row 3)"),
    ("the last cell empty", "x,y\n1,2\n3,\n", XY, [1], [2], "1 row left out (row 3)"),
    ("NA, N/A and stars", "x,y\n1,NA\n3,4\nN/A,5\n6,7\n8,***", XY, [3, 6], [4, 7],
     "3 rows left out (row 2 first)"),
    ("other words for missing", "x;y\n1;2\n3;#N/A\n4;.\n5;?\n6;null\n7;None\n8;--\n9;7", XY,
     [1, 9], [2, 7], "6 rows left out (row 3 first)"),
    ("missing in a column that is not chosen", "x,y,z\n1,2,\n3,4,5\n5,7,", XY, [1, 3, 5],
     [2, 4, 7], ""),
    # lines that are no rows
    ("a title", "My data\nx,y\n1,2\n3,4", XY, [1, 3], [2, 4], ABOVE),
    ("a title in a spreadsheet", "My data,,\nx,y,z\n1,2,3\n4,5,7\n6,7,9", XY, [1, 4, 6], [2, 5, 7],
     ABOVE),
    ("a preamble", "Station report\nof the lab, 2024\n\nx;y\n1,5;2\n2,5;3", XY, [1.5, 2.5], [2, 3],
     "rows 1 to 2 left out, above the table; x: decimal comma"),
    ("a title with a number", "2024 report\nx,y\n1,2\n3,4", XY, [1, 3], [2, 4], ABOVE),
    ("text above, by spaces",
     "Norris data\nReference:  Norris, J.\nof ozone meters\n\n  y     x\n 0.1   0.2\n338.8 337.4",
     XY, [0.2, 337.4], [0.1, 338.8], "rows 1 to 3 left out, above the table"),
    ("spaces and a name behind a tab",
     '18.0   8   307.0\t"chevrolet malibu"\n15.0   8   350.0\t"buick skylark"\n'
     '16.5   6   ?\t"ford"', UNNAMED, [18, 15, 16.5], [8, 8, 6], ""),
    ("sep=", "sep=;\nx;y\n1;2\n3;4", XY, [1, 3], [2, 4], ""),
    ("comments among the rows", "x,y\n1,2\n# a comment\n3,4\n% more, here\n5,6", XY, [1, 3, 5],
     [2, 4, 6], "row 5 taken for a comment"),
    ("numpy.savetxt", "# x y\n1.0 2.0\n3.0 4.0\n", XY, [1, 3], [2, 4], ""),
    ("a delimiter at the end of the rows", "x,y\n1,2,\n3,4,\n", XY, [1, 3], [2, 4], ""),
    ("Markdown", "| x | y |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |", XY, [1, 3], [2, 4], ""),
    ("psql", " x  |  y  \n----+-----\n  1 |   2\n  3 |   4\n(2 rows)\n", XY, [1, 3], [2, 4], ""),
    ("MySQL", "+---+---+\n| x | y |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+", XY, [1, 3],
     [2, 4], ""),
    ("fixed width, spaces in cells",
     "town        x     y\nNew York   1.5   2.5\nRome       3.0   4",
     XY, [1.5, 3], [2.5, 4], ""),
    ("fixed width, a cell blank", "town      x     y\nNew York  1.5   2.5\nRome            4.0\n"
     "Oslo      2.0   1.0", XY, [1.5, 2], [2.5, 1], "1 row left out (row 3)"),
    # dates
    ("ISO dates", "date,temp\n2024-01-05,2\n2024-01-07,3", ("date", "temp"), [0, 2], [2, 3],
     "date: days from 5 January 2024"),
    ("dates with points", "city,date,temp\nA,05.01.2024,2\nB,06.01.2024,3", ("date", "temp"),
     [0, 1], [2, 3], "date: days from 5 January 2024"),
    ("the month first", "date,y\n3/14/2024,1\n4/4/2024,2", ("date", "y"), [0, 21], [1, 2],
     "date: days from 14 March 2024"),
    ("the day first", "date,y\n14/3/2024,1\n4/4/2024,2", ("date", "y"), [0, 21], [1, 2],
     "date: days from 14 March 2024"),
    ("day or month first", "date,y\n3/4/2024,1\n4/4/2024,2",
     f"row 2, column “date” takes {_BOTH}", [], [], ""),
    ("dates with times", "t,y\n2024-02-28 00:00:00,1\n2024-03-01T12:00:00Z,2", ("t", "y"),
     [0, 2.5], [1, 2], "t: days from 28 February 2024"),
    ("names of months", "when,y\n28 Feb 2024,1\n1 Mar 2024,2", ("when", "y"), [0, 2], [1, 2],
     "when: days from 28 February 2024"),
    ("months", "month;y\n2023-01;1,5\n2023-03;2", ("month", "y"), [0, 59], [1.5, 2],
     "month: days from 1 January 2023; y: decimal comma"),
    # units, currency, thousands
    ("a unit", "rooms;area\n1;40 m²\n2;60 m²", ("rooms", "area"), [1, 2], [40, 60], "area: in m²"),
    ("dollars", 'years,salary\n1,"$65,000"\n2,"$70,500"', ("years", "salary"), [1, 2],
     [65000, 70500], "salary: thousands separators, in $"),
    ("euros", "x;y\n1;1.234,50 €\n2;999,00 €", XY, [1, 2], [1234.5, 999],
     "y: decimal comma, thousands separators, in €"),
    ("per cent", "x,y\n1,41%\n2,42.5%", XY, [1, 2], [41, 42.5], "y: in %"),
    ("two units", "x,y\n1,5 kg\n2,3 kg\n3,6 lb",
     "row 4, column “y” takes a number with “kg”, as most of the column; it got “6 lb”.", [], [],
     ""),
    ("thousands with spaces", "x;y\n1 234;5\n12 345;6,5", XY, [1234, 12345], [5, 6.5],
     "x: thousands separators; y: decimal comma"),
    ("thousands with no-break spaces", "x;y\n1\u00a0234,5;5\n2\u202f345;6", XY, [1234.5, 2345],
     [5, 6], "x: decimal comma, thousands separators"),
    ("thousands with apostrophes", "x;y\n1'234.5;5\n2’345;6", XY, [1234.5, 2345], [5, 6],
     "x: thousands separators"),
    ("thousands in quotation marks", 'x,y\n5,"2,104"\n6,"3,000"', XY, [5, 6], [2104, 3000],
     "y: thousands separators"),
    ("decimal commas in quotation marks", '"x","y"\n"1,5","2,25"\n"3","4,5"', XY, [1.5, 3],
     [2.25, 4.5], "x: decimal comma; y: decimal comma"),
    ("a list in a cell", 'a,b,c\n1,"20,22",3.5\n2,"10,11",4.5', "row 2, column “b” takes numbers "
     "with a decimal point, as other columns have; it got “20,22”.", [], [], ""),
    ("a minus sign", "x,y\n−5,2\n−6,1", XY, [-5, -6], [2, 1], ""),
    # encodings and files
    ("UTF-16 without a mark", "größe;y\n1;2\n3;4\n".encode("utf-16-le"), ("größe", "y"), [1, 3],
     [2, 4], ""),
    ("UTF-16 without a mark, the other way", "x;y\n1;2\n3;4\n".encode("utf-16-be"), XY, [1, 3],
     [2, 4], ""),
    ("an undefined byte in a text", b"name,x,y\na\x81\xe9,1,2\nb,3,4\n", XY, [1, 3], [2, 4], ""),
    ("1,000 columns", ";".join("1" * 1000) + "\n" + ";".join("2" * 1000) + "\n"
     + ";".join("4" * 1000), UNNAMED, [1, 2, 4], [1, 2, 4], ""),
    ("tab-separated values", "x\ty\n1,5\t2\n3\t4\n", XY, [1.5, 3], [2, 4], "x: decimal comma"),
    ("a workbook", _workbook(["x", "y"], [1, 2.5], [2, 0.1]), XY, [1, 2], [2.5, 0.1], ""),
    ("a workbook with a title, a gap and a margin",
     _workbook(["", "Sales"], [], ["", "x", "y"], ["", 1, 2.5], ["", 2, None], ["", 3, 4]), XY,
     [1, 3], [2.5, 4], "row 1 left out, above the table; 1 row left out (row 5)"),
]  # fmt: skip
