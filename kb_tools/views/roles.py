"""Role pages: what the role does, asks for and gives, and every step it owns."""

from collections.abc import Iterator
from functools import partial

from kb_tools.insight.dues import national
from kb_tools.model.role import Role
from kb_tools.views.addresses import address
from kb_tools.views.dues import calendar_of, rows
from kb_tools.views.site import Page, Site


def pages(site: Site) -> Iterator[Page]:
    """One page a role, and the index of them."""
    yield Page("roles/", "תפקידים", partial(site.draw, "roles.html.j2", "roles/"), section="roles/")
    for role in site.library.roles.values():
        yield site.page_of(
            "role", role.id, role.name, partial(_role, site, role), section="roles/", description=role.summary
        )


def _role(site: Site, role: Role) -> str:
    by_characteristic = {
        term.id: [duty for duty in role.duties if duty.characteristic == term.id]
        for term in site.library.characteristics.values()
    }
    steps = [(ref, site.library.steps[ref]) for ref in site.insights.steps_by_role.get(role.id, ())]
    order = list(site.library.phases)
    return site.draw(
        "role.html.j2",
        address("role", role.id),
        role=role,
        file=site.library.file_of("role", role.id),
        by_characteristic={id_: duties for id_, duties in by_characteristic.items() if duties},
        other_duties=[duty for duty in role.duties if duty.characteristic is None],
        steps=sorted(steps, key=lambda row: order.index(row[1].phase)),
        owed=rows(site, (due for due in national(site.insights.dues) if due.owner == role.id)),
        own_calendar=calendar_of("role", role.id),
        under=site.insights.roles_under.get(role.id, ()),
    )
