{
    "name": "Service Triangle: attendances",
    "summary": "Extra hours beside the hours people could work",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Service Triangle contributors",
    "license": "LGPL-3",
    "depends": ["triangle_kpis", "hr_attendance"],
    "data": ["data/attendance_measure.xml", "data/attendance_kpi.xml"],
    "auto_install": True,
}
