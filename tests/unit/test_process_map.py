"""The layout of the process map: boxes apart, lines inside, the same every time."""

import pure as modules
from hypothesis import given
from hypothesis import strategies as st

pure = modules.backoffice("process_map")

NODES = st.lists(st.integers(0, 12), min_size=1, max_size=9, unique=True)


@st.composite
def graphs(draw):
    nodes = draw(NODES)
    ends = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes))
    pairs = draw(st.lists(ends, max_size=20, unique=True))
    return nodes, [(s, t, draw(st.integers(1, 500))) for s, t in pairs]


@given(graphs())
def test_boxes_do_not_touch_and_lie_inside(graph):
    drawn = pure.layout(*graph)
    boxes = list(drawn["nodes"].values())
    for index, one in enumerate(boxes):
        assert 0 <= one["x"] and one["x"] + one["w"] <= drawn["width"]
        assert 0 <= one["y"] and one["y"] + one["h"] <= drawn["height"]
        for other in boxes[index + 1:]:
            apart = one["x"] != other["x"] or one["y"] + one["h"] < other["y"] or other["y"] + other["h"] < one["y"]
            assert apart


@given(graphs())
def test_every_edge_is_drawn_and_more_is_wider(graph):
    nodes, edges = graph
    lines = pure.layout(nodes, edges)["edges"]
    assert set(lines) == {(s, t) for s, t, _v in edges}
    widths = [lines[s, t]["width"] for s, t, _v in sorted(edges, key=lambda e: e[2])]
    assert widths == sorted(widths) and all(pure.THIN <= w <= pure.THICK for w in widths)


@given(graphs())
def test_the_same_numbers_draw_the_same_map(graph):
    nodes, edges = graph
    assert pure.layout(nodes, edges) == pure.layout(nodes, list(reversed(edges)))


def test_the_front_office_stands_left_of_whom_it_asks():
    drawn = pure.layout([0, 1, 2], [(0, 1, 9), (1, 2, 4), (2, 0, 8)])["nodes"]
    assert drawn[0]["x"] < drawn[1]["x"] < drawn[2]["x"]
