"""Puts an organization back as a snapshot describes it: ``POST /restore``.

Services declare what they restore, each its own section of the snapshot, in
``services/<name>/restore.py``. They write into their back ends, not through the API, so that what
AWS checked when a resource was made is not checked a second time. The stacks that org-formation
manages are made again, with their functions; all others are recorded as they are.

The format is in ``rehearsal/snapshot/format.ts``.
"""
