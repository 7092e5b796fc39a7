"""How documents are read: what a process that reads is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.extractors.choice import RULES, Choice
from newsgraph.graph.model import Provenance

if TYPE_CHECKING:
    from newsgraph.extractors.entity_table import EntityTable
    from newsgraph.extractors.registry import Extractor
    from newsgraph.graph.corrections import Corrections


@dataclass(frozen=True, slots=True)
class Settings:
    """The spaCy model (None: the preferred one), the extractor, the user's names and corrections, where parses are kept.

    ``places``: cities get their position, country and GeoNames id, by the extra of that name.  A value that is sent to other
    processes.
    """

    model: str | None = None
    extractor: Choice = RULES
    table: EntityTable | None = None
    corrections: Corrections | None = None
    parses: Path | None = None
    places: bool = False

    def opened(self) -> Extractor:
        """The extractor, with the stages that know the user's names and the cities.

        Raises:
            UnknownNameError: no extractor of that name.
            SettingError: a setting of it is missing or cannot be used, or the extra for places is not installed.
        """
        from newsgraph.extractors.registry import open_extractor

        extractor = open_extractor(self.extractor)
        if self.table is not None:
            extractor = replace(extractor, stages=self.table.known_to(extractor.stages))
        if self.places:
            from newsgraph.extractors.city_links import with_cities

            extractor = replace(extractor, stages=with_cities(extractor.stages))
        return extractor

    def provenance(self) -> Provenance:
        """What is written of this way of reading: documents that were read in another way are read again.

        Raises:
            ModelError: no usable model.
        """
        from newsgraph import __version__
        from newsgraph.extractors.language_model import load_model, model_label

        label = self.opened().label
        if self.table is not None:
            label += f" table {self.table.fingerprint}"
        if self.places:
            from newsgraph.extractors.cities import cities_label

            label += f" places {cities_label()}"
        if self.corrections:
            label += f" corrections {self.corrections.fingerprint}"
        return Provenance(__version__, model_label(load_model(self.model)), label)
