"""The page behind the lights, and the part of every page that keeps them current."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saath.web.asking import Asking, signed_in
from saath.web.lights import standing_parts
from saath.web.shell import shell


@require_safe
@signed_in
def health_page(request: Asking) -> HttpResponse:
    """Every sign of every light, with what mends it."""
    return render(request, "saath/health/page.html", shell(request, "health"))


@require_safe
@signed_in
def lights_part(request: Asking) -> HttpResponse:
    """The lights of the header, asked for again when something changed."""
    return render(request, "saath/parts/lights.html", standing_parts(request))
