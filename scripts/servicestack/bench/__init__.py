"""Benchmarks: one file a case, run inside Odoo, judged by ratios within one run.

A case file defines ``run(env)`` and returns rows: dicts with ``name``, ``ours``
and ``stock`` (seconds or counts), ``unit``, and optionally ``wanted`` (text) and
``ok`` (bool). Nothing is committed.
"""
