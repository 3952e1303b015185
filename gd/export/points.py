"""The points of a program: as literals, or read from a file beside it."""

from textwrap import fill, indent

from gd.problem import Problem, Vector

MAX_LITERALS = 200  # points that a program holds; more are read from FILE
FILE = "points.csv"
WIDTH = 100  # characters of a line

_READ = """\
file = {file}
if not file.exists():
    raise SystemExit(f"{{file}} is missing: a line 'x,y', then a line for each point.")
x, y = np.loadtxt(file, dtype=np.{dtype}, delimiter=",", skiprows=1, unpack=True)"""


def points_csv(problem: Problem) -> str:
    """The points as the text of `points.csv`, which programs of more than 200 points read.

    A line with the names x,y, then a line for each point, all digits kept.
    """
    pairs = zip(problem.x.tolist(), problem.y.tolist(), strict=True)
    return "".join(["x,y\n", *(f"{x!r},{y!r}\n" for x, y in pairs)])


def in_file(points: Problem) -> bool:
    """Whether a program reads the points from `FILE`, as they are too many to stand in it."""
    return len(points.x) > MAX_LITERALS


def points_code(points: Problem, dtype: str, standardised: bool, beside: bool) -> str:
    """Lines that set x and y to arrays of `dtype`, if asked for standardised.

    beside   whether a file of points lies beside the program, else in the working directory
    """
    given = "float64" if standardised else dtype
    if in_file(points):
        file = f'Path(__file__).with_name("{FILE}")' if beside else f'Path("{FILE}")'
        lines = [_READ.format(file=file, dtype=given)]
    else:
        lines = [_array("x", points.x, given), _array("y", points.y, given)]
    return "\n".join([*lines, *(_standardise(points, dtype) if standardised else [])])


def literal(value: float) -> str:
    """A number as Python code, all its digits kept, written as formatters write it: 1e16."""
    return repr(value).replace("e+", "e")


def _array(name: str, numbers: Vector, dtype: str) -> str:
    literals = ", ".join(map(literal, numbers.tolist()))
    line = f"{name} = np.array([{literals}], dtype=np.{dtype})"
    if len(line) <= WIDTH:
        return line
    filled = indent(fill(f"{literals},", WIDTH - 4, break_on_hyphens=False), "    ")
    return f"{name} = np.array([\n{filled}\n], dtype=np.{dtype})  # fmt: skip"


def _standardise(points: Problem, dtype: str) -> list[str]:
    """As `gd.data.scaling.standardise`."""
    level = (points.y == points.y[0]).all()
    of_y = "y[0], 1.0  # all y are equal" if level else "y.mean(), y.std()"
    values = [f"({name} - {name}_mean) / {name}_sd" for name in "xy"]
    if dtype != "float64":
        values = [f"({value}).astype(np.{dtype})" for value in values]
    return [
        "",
        "# standardised: mean 0, standard deviation 1",
        "x_mean, x_sd = x.mean(), x.std()",
        f"y_mean, y_sd = {of_y}",
        f"x = {values[0]}",
        f"y = {values[1]}",
    ]
