"""Where the boxes and lines of the process map go. Pure: numbers in, coordinates out, the same every time.

A node is an id; an edge is (source, target, volume). Columns follow the work: who mostly gives stands
left of who mostly gets. Heights and widths grow with the root of the volume, so that areas compare.
"""

from math import sqrt

BOX, COLUMN, GAP, MARGIN, TOP = 180, 340, 48, 24, 48
LOW, HIGH = 46, 110  # height of a box
THIN, THICK = 2.0, 16.0  # width of a line
COLUMNS = 4


def columns(nodes, edges, first=0):
    """{node: column}; ``first`` stands left, everybody else right of whom most of their work comes from.

    >>> columns([0, 1, 2], [(0, 1, 9), (1, 2, 3), (0, 2, 1), (2, 1, 1)])
    {0: 0, 1: 1, 2: 2}
    >>> columns([1, 2], [(1, 2, 1), (2, 1, 1)])
    {1: 0, 2: 1}
    """
    giver = {}
    for source, target, _volume in sorted(edges, key=lambda e: (e[2], -e[0])):
        if source != target and target != first:
            giver[target] = source  # the largest volume comes last and stays
    result = {}
    for node in nodes:
        way, here = [node], node
        while here in giver and giver[here] not in way:
            here = giver[here]
            way.append(here)
        cut = min(way) if here in giver and here != first else here  # a ring begins with its lowest id
        result[node] = min(way.index(cut), COLUMNS - 1)
    return result


def boxes(nodes, edges, ranks):
    """{node: (x, y, height)}: each column centred, its boxes in the order of whom their work comes from."""
    tall, groups, placed = _heights(nodes, edges), {}, {}
    for node in nodes:
        groups.setdefault(ranks[node], []).append(node)
    full = max((_length(group, tall) for group in groups.values()), default=0)
    for rank in sorted(groups):
        group = sorted(groups[rank], key=lambda n: (_middle(n, edges, placed), -tall[n], n))
        y = TOP + (full - _length(group, tall)) / 2
        for node in group:
            placed[node] = (MARGIN + rank * COLUMN, y, tall[node])
            y += tall[node] + GAP
    return placed


def _heights(nodes, edges):
    volumes = {node: sum(v for s, t, v in edges if node in (s, t)) for node in nodes}
    most = max(volumes.values(), default=1) or 1
    return {node: LOW + (HIGH - LOW) * sqrt(volumes[node] / most) for node in nodes}


def _length(group, tall):
    return sum(tall[node] + GAP for node in group) - GAP


def _middle(node, edges, placed):
    """Mean height of whom the work comes from, weighted by volume."""
    known = [(placed[s][1] + placed[s][2] / 2, v) for s, t, v in edges if t == node and s in placed and s != node]
    weight = sum(v for _y, v in known)
    return sum(y * v for y, v in known) / weight if weight else 0


def _ports(edges, placed, ranks):
    """{(source, target): (y leaving, y arriving)}: lines of one side of a box, spread in order of the far end."""
    ports = {}
    for side, near, far in ((0, 0, 1), (1, 1, 0)):
        for node, (_x, y, height) in placed.items():
            lines = [e for e in edges if e[near] == node and ranks[e[1]] > ranks[e[0]]]
            lines.sort(key=lambda e: (placed[e[far]][1], e[far]))
            for number, edge in enumerate(lines, start=1):
                ports.setdefault(edge[:2], [0, 0])[side] = y + height * number / (len(lines) + 1)
    return ports


def _line(source, target, placed, ports, ranks):
    """(path, x and y of its number) of one edge."""
    (sx, sy, sh), (tx, ty, th) = placed[source], placed[target]
    if source == target:
        x, y = sx + BOX / 2, sy - 44
        return _curve((x - 30, sy), (x - 44, y), (x + 44, y), (x + 30, sy)), x, sy - 36
    if ranks[target] > ranks[source]:
        y1, y2 = ports[source, target]
        x1, x2 = sx + BOX, tx - 8
        bend = (x2 - x1) / 2
        return _curve((x1, y1), (x1 + bend, y1), (x2 - bend, y2), (x2, y2)), x1 + bend * .7, y1 + (y2 - y1) * .28
    if ranks[target] == ranks[source]:
        down = ty > sy
        x, out = sx + BOX, 56 if down else 92
        y1, y2 = (sy + sh * .8, ty + th * .2) if down else (sy + sh * .2, ty + th * .8)
        words = (y1 + y2) / 2 + (-14 if down else 14)
        return _curve((x, y1), (x + out, y1), (x + out, y2), (x + 8, y2)), x + out * .75, words
    x1, y1, x2, y2 = sx + BOX * .6, sy + sh, tx + BOX * .6, ty + th + 8
    low = max(y1, y2) + 64
    return _curve((x1, y1), (x1, low), (x2, low), (x2, y2)), (x1 + x2) / 2, low - 16


def _curve(start, one, two, end):
    """SVG path of a Bézier curve."""
    (a, b), (c, d), (e, f), (g, h) = start, one, two, end
    return f"M {a:.0f} {b:.0f} C {c:.0f} {d:.0f} {e:.0f} {f:.0f} {g:.0f} {h:.0f}"


def layout(nodes, edges, first=0):
    """{"width", "height", "nodes": {id: {x, y, w, h}}, "edges": {(source, target): {path, width, x, y}}}.

    >>> drawn = layout([0, 1], [(0, 1, 4)])
    >>> drawn["nodes"][0]["x"] < drawn["nodes"][1]["x"], drawn["edges"][0, 1]["width"]
    (True, 16.0)
    >>> layout([], [])["nodes"]
    {}
    """
    edges = [edge for edge in edges if edge[2] > 0]
    ranks = columns(nodes, edges, first)
    placed = boxes(nodes, edges, ranks)
    ports = _ports(edges, placed, ranks)
    most = max((edge[2] for edge in edges), default=1)
    lines = {}
    for source, target, volume in edges:
        path, x, y = _line(source, target, placed, ports, ranks)
        width = round(THIN + (THICK - THIN) * sqrt(volume / most), 1)
        lines[source, target] = {"path": path, "width": width, "x": round(x), "y": round(y)}
    backward = any(ranks[t] < ranks[s] for s, t, _v in edges)
    right = max((x for x, _y, _h in placed.values()), default=0) + BOX + 96
    low = max((y + h for _x, y, h in placed.values()), default=0) + (80 if backward else MARGIN)
    return {
        "width": round(right), "height": round(low), "edges": lines,
        "nodes": {n: {"x": round(x), "y": round(y), "w": BOX, "h": round(h)} for n, (x, y, h) in placed.items()},
    }
