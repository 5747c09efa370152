"""The fourteen organisations. A role belongs to the edition or the stage: it is written there."""

from home.demo_data.partners.lozere import LOZERE
from home.demo_data.partners.organisers import ORGANISERS
from home.demo_data.partners.other_stages import OTHER_STAGES

PARTNERS = [*ORGANISERS, *LOZERE, *OTHER_STAGES]
