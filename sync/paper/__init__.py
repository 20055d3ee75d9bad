"""What can be held in the hand: passes, mats and their codes, as PDF to print and as pictures to show."""

from pathlib import Path


def print_event(event_path: Path, out_folder: Path) -> list[Path]:
    """Write every paper of an event; see ``sync.paper.event_paper.print_event``."""
    from sync.paper import event_paper  # noqa: PLC0415 - who only wants the picture of a code does not wait for PDF and its typefaces

    return event_paper.print_event(event_path, out_folder)
