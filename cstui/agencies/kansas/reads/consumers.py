"""Consumers as lists show them, and the parts of persons in their cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import Ap, Consumer
from cstui.policy.facts import Role
from cstui.store.tables import TABLES


def roles(session: Session, numbers: Sequence[int]) -> dict[int, list[Role]]:
    """Each person's parts: AR as a consumer, AP of a consumer's cases."""
    consumer, ap = TABLES[Consumer].c, TABLES[Ap].c
    wanted = (consumer.number, consumer.office, consumer.worker)
    as_ar = select(consumer.ar.label("person"), *wanted).where(consumer.ar.in_(numbers))
    as_ap = (
        select(ap.person, *wanted)
        .distinct()
        .join(TABLES[Consumer], consumer.number == ap.consumer)
        .where(ap.person.in_(numbers))
    )
    roles: dict[int, list[Role]] = defaultdict(list)
    for role, rows in (("AR", as_ar), ("AP", as_ap)):
        for row in session.connection().execute(rows.order_by(consumer.number)):
            subject = ConsumerFacts.subject_of(row.number)
            found = Role(subject=subject, role=role, status="open", office=row.office, worker=row.worker)
            roles[row.person].append(found)
    return roles
