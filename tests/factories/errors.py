"""What validation says."""

import pytest
from django.core.exceptions import ValidationError


def errors_of(instance):
    """The messages ``full_clean`` refuses ``instance`` with, by field."""
    with pytest.raises(ValidationError) as refusal:
        instance.full_clean()
    return refusal.value.message_dict
