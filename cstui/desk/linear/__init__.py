"""The desk line by line: prompt and answer, append-only, for screen readers and scripts.

`labels` finds what the drawing calls each field, `speech` words a screen, `lines` reads what was
typed, `desk` keeps the conversation with the host, `run` holds it on standard input and output.
"""
