"""What accounts and repositories may be called."""

import re

LOGIN_PATTERN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")
"""GitHub's rule for user and organization names: 1 to 39 letters, digits or single inner hyphens."""

REPOSITORY_NAME_PATTERN = re.compile(r"(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}")
"""GitHub's rule for repository names; `.`, `..` and a trailing `.git` are reserved."""
