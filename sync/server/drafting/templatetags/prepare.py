"""How does a field come onto a page so that whoever listens to it hears its help and its fault?"""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def asked_field(field: BoundField, is_checked: object = None) -> SafeString:
    """Return the field; its fault and its help are named as what describes it. Before it was sent, nothing is a fault."""
    described = [f"{field.html_name}_fault"] if is_checked and field.errors else []
    described += [f"{field.html_name}_help"] if field.help_text else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    shown = field.as_widget(attrs=attributes)
    return shown if is_checked else SafeString(shown.replace(' aria-invalid="true"', ""))
