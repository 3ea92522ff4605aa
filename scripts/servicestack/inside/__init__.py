"""Scripts that run inside `odoo shell`, fed by servicestack.

Each finds `env` and PARAMS (a dict) and calls reply(value) once.
"""
