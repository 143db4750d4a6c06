"""Every act by its name. The command line, scenarios and the documentation read this one list."""

from __future__ import annotations

from cstui.acts.agreements import AgreeOnCases, CompleteOfs53, ReceiveOfs53
from cstui.acts.appointments import (
    CancelAppointment,
    CorrectOutcome,
    MoveAppointment,
    RecordOutcome,
    ScheduleAppointment,
)
from cstui.acts.base import AnyAct, name_of
from cstui.acts.closing import CloseCase, ConfirmPend, PendClosure, WithdrawPend
from cstui.acts.contacts import AddNote, RecordContact
from cstui.acts.cooperation import (
    CorrectCooperation,
    DocumentNonCooperation,
    RecordCooperation,
    ReportNonCooperation,
)
from cstui.acts.corrections import (
    CorrectContact,
    CorrectForm,
    CorrectReminder,
    CorrectRetained,
    ReopenAppointment,
)
from cstui.acts.covering import EndCover, RecordCover
from cstui.acts.followup import (
    AcknowledgeNews,
    AssignCase,
    CorrectReview,
    MoveReminder,
    NotifyConsultant,
    RecordConsultantAnswer,
    RecordRetained,
    RecordReview,
    SetParticipation,
    SetReminder,
    TurnOver,
)
from cstui.acts.iva import ReceiveBenefitUpdate, ReceiveGoodCause
from cstui.acts.mail import (
    MailForm,
    ReceiveDocuments,
    RecordPrint,
    ReprintForm,
    ReturnMail,
    SendInterfaceRecord,
    StopForm,
)
from cstui.acts.persons import ChangeAddress, ChangeEmployer, ChangePhone, MarkFamilyViolence
from cstui.acts.referrals import ClearReferral, CorrectReferral, ReceiveReferral, RecordForm4ncp

ACTS: dict[str, type[AnyAct]] = {
    name_of(act): act
    for act in (
        ScheduleAppointment,
        RecordOutcome,
        CorrectOutcome,
        MoveAppointment,
        CancelAppointment,
        RecordContact,
        AddNote,
        ReportNonCooperation,
        DocumentNonCooperation,
        RecordCooperation,
        CorrectCooperation,
        PendClosure,
        WithdrawPend,
        ConfirmPend,
        CloseCase,
        ReceiveBenefitUpdate,
        ReceiveGoodCause,
        ReceiveReferral,
        RecordForm4ncp,
        ClearReferral,
        CorrectReferral,
        ReceiveOfs53,
        AgreeOnCases,
        CompleteOfs53,
        RecordRetained,
        TurnOver,
        NotifyConsultant,
        RecordConsultantAnswer,
        RecordReview,
        CorrectReview,
        SetParticipation,
        SetReminder,
        MoveReminder,
        AcknowledgeNews,
        AssignCase,
        MailForm,
        ReturnMail,
        StopForm,
        ReprintForm,
        RecordPrint,
        ReceiveDocuments,
        SendInterfaceRecord,
        ChangeAddress,
        ChangePhone,
        ChangeEmployer,
        MarkFamilyViolence,
        RecordCover,
        EndCover,
        CorrectContact,
        CorrectRetained,
        CorrectReminder,
        CorrectForm,
        ReopenAppointment,
    )
}
