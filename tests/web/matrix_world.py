"""Who and what the matrices of rights are tried on."""

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.cycles.models import Cycle


def people_and_units() -> tuple[dict[str, Person], dict[str, Organisation], Cycle]:
    """A person of each role at one organisation, the units around it, and a cycle."""
    top = Organisation.objects.create(name="上级", kind="bureau")
    own = Organisation.objects.create(name="本级", kind="department", parent=top)
    below = Organisation.objects.create(name="下级", kind="unit", parent=own)
    beside = Organisation.objects.create(name="旁边", kind="unit", parent=top)
    people = {role: Person.objects.create(username=f"of-{role}", name=role.label) for role in Role}
    for role, person in people.items():
        Membership.objects.create(person=person, organisation=own, role=role)
    cycle = Cycle.objects.create(
        year=2030, name="矩阵", organisation=top, rulebook="mof-2020", layout="beijing-2024", opens="2030-01-01",
        fill_by="2030-02-01", unit_by="2030-02-02", department_by="2030-02-03", finance_by="2030-02-04",
    )  # fmt: skip
    return people, {"own": own, "below": below, "above": top, "beside": beside}, cycle
