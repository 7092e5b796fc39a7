"""Colours of pictures and graph files: one per type of entity and per status of a statement, readable on white."""

from __future__ import annotations

TYPE_COLOURS = {
    "Person": "#4C78A8",
    "Organization": "#F58518",
    "Government": "#B8550E",
    "Party": "#E45756",
    "Company": "#B279A2",
    "ArmedForce": "#6B6B47",
    "Court": "#8C6D31",
    "Media": "#D6A5C9",
    "IntergovernmentalOrganization": "#72B7B2",
    "Group": "#9D755D",
    "Country": "#54A24B",
    "Location": "#88D27A",
    "Facility": "#B7C96E",
    "Event": "#EECA3B",
    "Document": "#79706E",
    "Law": "#A8A29E",
    "Measure": "#BAB0AC",
    "Object": "#D8B5A5",
    "Thing": "#BAB0AC",
}

STATUS_COLOURS = {
    "asserted": "#1F2933",
    "claimed": "#3E7CB1",
    "negated": "#C0392B",
    "hedged": "#B7791F",
    "future": "#7B5EA7",
}
