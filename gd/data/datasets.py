"""Points to begin with: the notebooks', four real data sets, and synthetic ones."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from gd.data.table import read_table
from gd.errors import InputError
from gd.problem import MAX_POINTS, Problem
from gd.settings import MAX_SEED, check_integer, check_real

SPACINGS = ("even", "random")
MAX_FLOAT32 = float(np.finfo(np.float32).max)

_DATA = Path(__file__).parent


@dataclass(frozen=True)
class Dataset:
    """A data set, with its origin.

    name          its name in `DATASETS`, and the name of its file in gd/data
    title         its name for people
    x, y          what x and y are, with the unit
    axes          the same in a few words, for axes
    description   what it is, in a sentence
    source        where the numbers come from
    terms         why they may be redistributed
    """

    name: str
    title: str
    x: str
    y: str
    axes: tuple[str, str]
    description: str
    source: str
    terms: str

    @cached_property
    def problem(self) -> Problem:
        """The points, read from the file when first asked for."""
        path = _DATA / f"{self.name}.csv"
        return read_table(path.read_bytes(), path.name).problem(0, 1)


def _doubling(number: int) -> Dataset:
    return Dataset(
        f"doubling_{number}",
        f"The notebooks' points, 1 to {number}",
        "x",
        "y",
        ("x", "y"),
        f"y = 2x at x = 1 to {number}: no noise, so that w = 2 and b = 0 fit exactly.",
        "the notebooks that this app grew out of",
        "the project's own",
    )


DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        _doubling(4),
        _doubling(5),
        Dataset(
            "norris",
            "Ozone monitors",
            "ozone by the reference instrument (NIST states no unit)",
            "ozone by the customer's monitor (NIST states no unit)",
            ("reference instrument", "customer's monitor"),
            "36 readings that calibrate an ozone monitor: nearly y = x, over a range of 1,000.",
            "J. Norris, NIST; Statistical Reference Datasets, Norris.dat, with certified results",
            "measurements of a US government agency, which publishes them for testing software",
        ),
        Dataset(
            "co2",
            "Carbon dioxide, Mauna Loa",
            "year",
            "CO₂ in dry air, annual mean (ppm)",
            ("year", "CO₂ (ppm)"),
            "The air's carbon dioxide from 1959 to 2025: years near 2,000 are a badly scaled x.",
            "X. Lan, NOAA Global Monitoring Laboratory (gml.noaa.gov/ccgg/trends), and R. Keeling, "
            "Scripps Institution of Oceanography (scrippsco2.ucsd.edu); file of 5 June 2026",
            "NOAA, a US government agency, makes them “freely available to the public and the "
            "scientific community” and asks to be named",
        ),
        Dataset(
            "cars",
            "Cars braking",
            "speed (mph)",
            "stopping distance (ft)",
            ("speed (mph)", "stopping distance (ft)"),
            "50 cars of the 1920s: the faster, the longer they take to stop, and the more varied.",
            "M. Ezekiel, Methods of Correlation Analysis, Wiley, 1930; the data set cars of R",
            "measurements from a book of 1930, in the public domain in the US",
        ),
        Dataset(
            "hubble",
            "Hubble's nebulae",
            "distance (million parsecs)",
            "velocity away from us (km/s)",
            ("distance (Mpc)", "velocity (km/s)"),
            "24 nebulae: the farther, the faster away. The first sign that the universe expands.",
            "E. Hubble, A Relation between Distance and Radial Velocity among Extra-Galactic "
            "Nebulae, PNAS 15 (1929), table 1",
            "measurements from a paper of 1929, in the public domain in the US",
        ),
    )
}


def synthetic(
    slope: float,
    intercept: float,
    noise: float,
    number: int,
    seed: int,
    low: float = 0.0,
    high: float = 10.0,
    spacing: str = "even",
) -> Problem:
    """Points about a line:  yᵢ = slope·xᵢ + intercept + noise·zᵢ,  zᵢ standard normal.

    slope, intercept   the line, each up to the largest number of float32 in size
    noise              the standard deviation of the points about it, 0 or more
    number             how many points, 2 to 100,000
    seed               of `numpy.random.default_rng`: the same seed gives the same points
    low, high          the range of x, low < high
    spacing            "even": from low to high in equal steps; "random": uniform in between

    Raises `InputError` for an argument out of its range.

    >>> synthetic(2, 1, noise=0, number=3, seed=0).y
    array([ 1., 11., 21.])
    """
    numbers = {"slope": slope, "intercept": intercept, "noise": noise, "low": low, "high": high}
    for field, value in numbers.items():
        check_real(field, value, MAX_FLOAT32)
    check_integer("number", number, 2, MAX_POINTS)
    check_integer("seed", seed, 0, MAX_SEED)
    if noise < 0:
        raise InputError("noise", noise, "a number of 0 or more")
    if high <= low:
        raise InputError("high", high, f"a number above low, which is {low:.15g}")
    if spacing not in SPACINGS:
        raise InputError("spacing", spacing, f"one of {', '.join(SPACINGS)}")
    generator = np.random.default_rng(seed)
    z = generator.standard_normal(number)
    even = spacing == "even"
    x = np.linspace(low, high, number) if even else generator.uniform(low, high, number)
    return Problem(x, slope * x + intercept + noise * z)
