"""How do venues and activities come out of a spreadsheet?"""

from sync.server.drafting.sheets.columns import COLUMNS, Column
from sync.server.drafting.sheets.reading import SheetFault, read_rows
from sync.server.drafting.sheets.taking import take_rows
from sync.server.drafting.sheets.template import template_csv, template_xlsx

__all__ = ["COLUMNS", "Column", "SheetFault", "read_rows", "take_rows", "template_csv", "template_xlsx"]
