"""Draw a bar chart as SVG.

May import: the standard library.
"""

from __future__ import annotations

from html import escape

# A title, a ratio and the goal, if there is one.
Bar = tuple[str, float, float | None]
ROW, LEFT, WIDTH, RIGHT, TOP = 22, 250, 420, 60, 40


def bars(rows: list[Bar]) -> str:
    """Return a chart with a bar per ratio, a mark at its goal and a line at 1."""
    height = TOP + ROW * len(rows) + 12
    most = max(1.1, *(ratio for _, ratio, _ in rows))
    scale = WIDTH / most
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + RIGHT}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{LEFT}" y="16" fill="#333">typed-status, relative to botocore\'s parser or the untyped call; '
        "the mark is the goal</text>",
        f'<line x1="{LEFT + scale:.1f}" x2="{LEFT + scale:.1f}" y1="24" y2="{height - 6}" stroke="#999"/>',
    ]
    for at, (title, ratio, goal) in enumerate(rows):
        top = TOP + ROW * at
        mark = LEFT + scale * (goal or 0)
        colour = "#2a7" if goal is None or ratio <= goal else "#e82"
        parts += [
            f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end" fill="#333">{escape(title)}</text>',
            f'<rect x="{LEFT}" y="{top}" width="{scale * ratio:.1f}" height="16" fill="{colour}"/>',
            f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="{top - 1}" y2="{top + 17}" stroke="#000" stroke-width="2"/>',
            f'<text x="{LEFT + scale * max(ratio, goal or 0) + 6:.1f}" y="{top + 12}" fill="#333">{ratio:.2f}</text>',
        ]
        if goal is None:
            del parts[-2]
    return "\n".join([*parts, "</svg>\n"])
