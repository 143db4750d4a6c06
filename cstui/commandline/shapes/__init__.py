"""What each command prints as JSON: one shape a command, the same for years.

docs/json.md is written from these shapes, and tests read every command's JSON back through them. A
key may be added; none is renamed or dropped. Dates are `YYYY-MM-DD`, moments RFC 3339 in UTC. What a
family-violence mark hides is null here, and named in `hidden`.
"""
