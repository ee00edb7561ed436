"""What an organization's owners have decided about personal access tokens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganizationPolicy:
    """The settings page of an organization. The defaults are GitHub's for an organization made since March 2025."""

    fine_grained_allowed: bool = True
    classic_allowed: bool = True
    approval_required: bool = True
    max_lifetime_fine_grained: int | None = 366
    """In days; None where fine-grained tokens need not expire."""
    max_lifetime_classic: int | None = None
    """In days; None where classic tokens need not expire."""
