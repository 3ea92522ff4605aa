from . import triangle_kpi_builder
