from . import figures_report
