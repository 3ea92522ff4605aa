"""A workbook of any length in the memory of a few rows."""

import tempfile

import xlsxwriter

from ..tools.table_file import safe

MOST = 1_000_000  # rows a sheet; Excel ends at 1,048,576
CHUNK = 1 << 18


def xlsx_chunks(heading, rows, names, most=MOST):
    """Bytes of a workbook: a sheet of words, then the rows with their titles on as many sheets as they need.

    ``names``: of the first sheet and of the others. The file is written to disk, row by row.
    """
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
        about = book.add_worksheet(names[0])
        for line, words in enumerate(heading):
            _write(about, line, words)
        _numbers(book, iter(rows), names[1], most)
        book.close()
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _numbers(book, rows, name, most):
    head, row, number = next(rows), next(rows, None), 0
    while row is not None or not number:
        number += 1
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, head)
        line = 0
        while row is not None and line < most:
            line += 1
            _write(sheet, line, row)
            row = next(rows, None)


def _write(sheet, line, row):
    for column, value in enumerate(row):
        value = safe(value)
        if value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(line, column, value)
        else:
            sheet.write_number(line, column, value)
