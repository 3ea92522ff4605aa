"""Whether all customers are served alike, and whether both sides of a request rate each other the same."""

from statistics import correlation

FEWEST = 30
POINTS = {"good": 1, "fair": 0, "poor": -1}
GROUPS = """
    SELECT e.id, CASE WHEN firm.id IS NOT NULL THEN CASE WHEN firm.is_company THEN 'firm' ELSE 'person' END END,
           COALESCE(NULLIF(e.lang, ''), NULLIF(ch.lang, ''), p.lang), e.work_mode
      FROM frontoffice_encounter e
      LEFT JOIN frontoffice_channel ch ON ch.id = e.channel_id
      LEFT JOIN res_partner p ON p.id = e.partner_id
      LEFT JOIN res_partner firm ON firm.id = p.commercial_partner_id
"""


def served_alike(world, items, kinds=(0, 1, 2)):
    """(widest gap, n) of the answers in time: kinds of customers, languages, office and home."""
    if "groups" not in world.__dict__:
        world.groups = {record: kinds for record, *kinds in world.query(GROUPS)}
    found = [_gap([(world.groups[item.id][kind], item) for item in items]) for kind in kinds]
    return max(filter(None, found), key=lambda pair: pair[0], default=(None, 0))


def _gap(answers):
    """Best less worst share, each as if its contacts had come by the channels of all; None below two groups."""
    ways, cells = {}, {}
    for group, item in answers:
        if group:
            way = item.sides["channel_id"]
            ways[way] = ways.get(way, 0) + 1
            cells.setdefault(group, {}).setdefault(way, []).append(item.num)
    shares = []
    for mine in cells.values():
        if sum(map(len, mine.values())) >= FEWEST:
            weight = sum(ways[way] for way in mine)
            shares.append(sum(ways[way] * sum(well) / len(well) for way, well in mine.items()) / weight)
    return (max(shares) - min(shares), sum(ways.values())) if len(shares) > 1 else None


def rated_alike(asked, answered):
    """(correlation, n) of requests the sender rated in the window and the receiver rated at any time."""
    back = {}
    for item in answered:
        back.setdefault(item.key[1], []).append(POINTS[item.key[2]])
    pairs = [(POINTS[item.key[2]], there) for item in asked for there in back.get(item.key[1], ())]
    if len(pairs) < FEWEST:
        return None, len(pairs)
    left, right = zip(*pairs, strict=True)
    return (correlation(left, right) if len(set(left)) > 1 and len(set(right)) > 1 else None), len(pairs)
