"""The roles of people at a desk, each with what it is for."""

from __future__ import annotations

from collections.abc import Mapping

WORKER, SUPERVISOR, TRAINER = "worker", "supervisor", "trainer"
ANALYST, INTERFACE, AUDITOR, ADMINISTRATOR = "analyst", "interface", "auditor", "administrator"

ROLES: Mapping[str, str] = {
    WORKER: "Works cases.",
    SUPERVISOR: "Works cases, and decides what a supervisor decides.",
    TRAINER: "Teaches on practice stores; works cases there as a supervisor does.",
    ANALYST: "Makes, checks and signs reports; reads cases and changes none.",
    INTERFACE: "Takes in and sends files, and sees to records set aside.",
    AUDITOR: "Reads everything and the log of it; writes nothing.",
    ADMINISTRATOR: "Keeps offices, workers, accounts and settings of the site; sees no case.",
}
