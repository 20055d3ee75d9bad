"""What can happen on a day, drawn at random? Small numbers of people, places and streams, so that entries meet each other often."""

from hypothesis import strategies as st

from sync.domain.entry import Value
from sync.domain.facts import Arrived, Corrected, Counted, Delivered, Fact, ItemsLogged, Left, Moved, Voided
from tests.support.day import AHMED, CARDS, CENTRE, CLASS_3B, HATS, HERE, KNITTING, MINUTE_MS, MIRIAM, OPENS_MS, SCHOOL, THERE, WARD, id_at

STREAMS = (HERE, THERE, CENTRE)
MINUTES = 60

streams = st.sampled_from(STREAMS)
minutes = st.integers(0, MINUTES)
venues = st.sampled_from([WARD, SCHOOL])
people = st.sampled_from([MIRIAM, AHMED, CLASS_3B])
activities = st.sampled_from([KNITTING, CARDS])
amounts = st.integers(0, 40)
targets = st.builds(id_at, st.integers(1, 12), streams)
values = st.builds(
    Value,
    quantity=st.none() | amounts,
    headcount=st.none() | st.integers(0, 3),
    activity=st.none() | activities,
    at_ms=st.none() | minutes.map(lambda minute: OPENS_MS + minute * MINUTE_MS),
)
comings: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Arrived, people, st.none() | activities, st.integers(0, 3)),
    st.builds(Left, people, st.none(), st.integers(0, 3)),
    st.builds(Moved, people, activities),
)
makings: st.SearchStrategy[Fact] = st.one_of(
    st.builds(ItemsLogged, activities, st.just(HATS), amounts, st.none() | people),
    st.builds(Counted, activities, st.just(HATS), amounts),
    st.builds(Delivered, activities, st.just(HATS), amounts),
)
amendings: st.SearchStrategy[Fact] = st.one_of(st.builds(Corrected, targets, values), st.builds(Voided, targets))
