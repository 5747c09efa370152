"""Whether mails leave, for what watches over the site."""

from django.db import DatabaseError, InterfaceError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stages.domain.health import recent_health
from stages.enums import Light


@require_safe
@never_cache
def delivery_health(request):
    """Numbers and no names: 503 when somebody should look at once, else 200. Read once in a few seconds at most."""
    try:
        found = recent_health()
    except (DatabaseError, InterfaceError):
        return JsonResponse({"light": Light.RED, "faults": ["La base de données ne répond pas."]}, status=503)
    told = {
        "light": found.light,
        "faults": [fault.words for fault in found.faults],
        "last_sweep_at": found.last_sweep_at,
        "lag_seconds": round(found.lag.total_seconds()),
        "due": found.due,
        "retry": sum(queue.retry for queue in found.queues),
        "failed": sum(queue.failed for queue in found.queues),
        "uncertain": found.uncertain,
        "next_at": found.next_at,
    }
    return JsonResponse(told, status=503 if found.light == Light.RED else 200)
