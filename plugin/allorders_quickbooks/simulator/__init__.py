"""A simulated QuickBooks Desktop company file that takes qbXML, for tests and for working without QuickBooks.

    file = CompanyFile.create("sample.qbsim")
    with file.session("My application") as session:
        reply = session.process(request)

It behaves as the qbXML reference says, not as is convenient: nothing is checked for the sender's sake, accidents
can be planned (`FaultPlan`), and whatever is not known of QuickBooks for certain exists in both ways (`Readings`).
"""

from .bookkeeper import Bookkeeper
from .clock import Clock, ManualClock, SimulatedClock
from .company_file import CompanyFile
from .faults import Fault, FaultKind, FaultPlan, Fired, SetSeen
from .features import Features
from .readings import Readings, Rounding, alternatives
from .refusals import Refused, RequestProcessorError
from .session import Session
from .views import AppliedView, LineView, RecordView, StockView, TransactionView

__all__ = [
    "AppliedView",
    "Bookkeeper",
    "Clock",
    "CompanyFile",
    "Fault",
    "FaultKind",
    "FaultPlan",
    "Features",
    "Fired",
    "LineView",
    "ManualClock",
    "Readings",
    "RecordView",
    "Refused",
    "RequestProcessorError",
    "Rounding",
    "Session",
    "SetSeen",
    "SimulatedClock",
    "StockView",
    "TransactionView",
    "alternatives",
]
