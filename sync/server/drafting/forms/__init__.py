"""Which form is filled in for which kind of part?"""

from sync.server.drafting.forms.asking import PartForm
from sync.server.drafting.forms.places import EventForm, VenueForm
from sync.server.drafting.forms.things import BeneficiaryForm, ItemForm
from sync.server.drafting.forms.work import ActivityForm, ShiftForm
from sync.server.drafting.parts import Kind

FORMS: dict[Kind, type[PartForm]] = {
    Kind.EVENT: EventForm,
    Kind.VENUE: VenueForm,
    Kind.ITEM: ItemForm,
    Kind.BENEFICIARY: BeneficiaryForm,
    Kind.ACTIVITY: ActivityForm,
    Kind.SHIFT: ShiftForm,
}

__all__ = ["FORMS", "PartForm"]
