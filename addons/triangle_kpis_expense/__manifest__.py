{
    "name": "Service Triangle: expenses",
    "summary": "Expenses count in the time until something is decided",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "hr_expense"],
    "data": ["data/expense_measure.xml"],
    "auto_install": True,
}
