"""The two tags our templates need: an icon of the sprite, and text wrapped in its language."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One symbol of the sprite; the word beside it carries the meaning."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def lang(tag: str) -> SafeString:
    """A `lang` attribute, or nothing when the language is not known."""
    return format_html(' lang="{}"', tag) if tag else SafeString("")
