"""Renders Vega-Lite specs as SVG and PNG. Run by `pictures` as a process of its own.

Standard input: JSON, {"specs": [...], "scale": pixels of a PNG per CSS pixel}. Standard output:
JSON, for each spec the two files in base64. Nothing is fetched from anywhere.
"""

import base64
import json
import sys

import vl_convert


def main() -> None:
    """Render what standard input asks for."""
    asked = json.load(sys.stdin.buffer)
    newest = max(
        vl_convert.get_vegalite_versions(), key=lambda version: [*map(int, version.split("."))]
    )
    pictures = []
    for spec in asked["specs"]:
        svg = vl_convert.vegalite_to_svg(spec, vl_version=newest, allowed_base_urls=[])
        png = vl_convert.svg_to_png(svg, scale=asked["scale"])
        pictures.append([base64.b64encode(file).decode() for file in (svg.encode(), png)])
    json.dump(pictures, sys.stdout)


if __name__ == "__main__":
    main()
