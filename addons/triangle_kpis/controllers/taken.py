import json

from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport


def note_taken(data):
    """Write down that records opened from a figure were taken as a file; other lists are none of our business."""
    token = (json.loads(data).get("context") or {}).get("triangle_drill")
    if token:
        request.env["triangle.access.log"]._note_file(token)


class TakenCsv(CSVExport):
    """Odoo's own export of a list, as CSV."""

    def base(self, data):
        answer = super().base(data)
        note_taken(data)
        return answer


class TakenExcel(ExcelExport):
    """Odoo's own export of a list, as a workbook."""

    def base(self, data):
        answer = super().base(data)
        note_taken(data)
        return answer
