"""An import-linter contract type: by which doors a room may be left.

import-linter's own `forbidden` lists what is not allowed and refuses to name a room that does not
exist yet. This one lists what is allowed, so a new room starts out shut, and an absent one is fine.
It looks at direct imports only: what lies behind a door is the business of the room behind it.
"""

from typing import override

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Each of `sources` may import directly itself, `inside`, and `outside` (if that is given).

    What is `exempt` may import what it likes, and therefore the rest of its room must not import it.
    """

    type_name = "doors"

    sources = fields.SetField(subfield=fields.StringField())
    exempt = fields.SetField(subfield=fields.StringField(), required=False)
    inside = fields.SetField(subfield=fields.StringField(), required=False)
    outside = fields.SetField(subfield=fields.StringField(), required=False)

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare every direct import of every source with the doors."""
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            if _room_of(importer, self.sources) and not _room_of(importer, self.exempt)
            for imported in graph.find_modules_directly_imported_by(importer)
            if not self._may_import(importer, imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name every import that goes through a wall."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} may not import {imported}", bold=False)
        doors = sorted(_listed(self.inside) | _listed(self.outside))
        output.print(f"Open doors: {', '.join(doors) or 'none'}.")

    def _may_import(self, importer: str, imported: str) -> bool:
        if imported.partition(".")[0] not in self.session_options["root_packages"]:
            return not _listed(self.outside) or bool(_room_of(imported, self.outside))
        if _room_of(imported, self.exempt):
            return False
        home = _room_of(importer, self.sources)
        return _room_of(imported, self.sources) == home or bool(_room_of(imported, self.inside))


def _room_of(module: str, rooms: object) -> str:
    """Return the room this module belongs to, or nothing."""
    return next(
        (room for room in _listed(rooms) if module == room or module.startswith(f"{room}.")), ""
    )


def _listed(field: object) -> set[str]:
    return set(field) if isinstance(field, set) else set()
