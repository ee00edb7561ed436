"""GitHub's colours as Textual themes, beside Textual's own."""

from textual.theme import Theme

DEFAULT = "github-dark"
WITHOUT_COLOUR = "ansi-dark"
"""What NO_COLOR asks for: the terminal's own colours, and none of ours."""

THEMES = (
    Theme(
        name="github-dark",
        primary="#4493f8",
        secondary="#9198a1",
        accent="#ab7df8",
        warning="#d29922",
        error="#f85149",
        success="#3fb950",
        foreground="#f0f6fc",
        background="#0d1117",
        surface="#151b23",
        panel="#212830",
        variables={
            "border": "#3d444d",
            "border-blurred": "#3d444d",
            "block-cursor-background": "#1f3a5f",
            "block-cursor-foreground": "#f0f6fc",
            "block-cursor-blurred-background": "#212830",
            "block-cursor-blurred-foreground": "#f0f6fc",
            "footer-key-foreground": "#4493f8",
            "submit-background": "#238636",
            "submit-foreground": "#ffffff",
        },
    ),
    Theme(
        name="github-light",
        dark=False,
        primary="#0969da",
        secondary="#59636e",
        accent="#8250df",
        warning="#9a6700",
        error="#d1242f",
        success="#1a7f37",
        foreground="#1f2328",
        background="#ffffff",
        surface="#f6f8fa",
        panel="#eff2f5",
        variables={
            "border": "#d1d9e0",
            "border-blurred": "#d1d9e0",
            "block-cursor-background": "#ddf4ff",
            "block-cursor-foreground": "#1f2328",
            "block-cursor-blurred-background": "#eff2f5",
            "block-cursor-blurred-foreground": "#1f2328",
            "footer-key-foreground": "#0969da",
            "submit-background": "#1f883d",
            "submit-foreground": "#ffffff",
        },
    ),
    Theme(
        name="github-high-contrast",
        primary="#74b9ff",
        secondary="#d9dee3",
        accent="#d3abff",
        warning="#f0b72f",
        error="#ff9492",
        success="#2bd853",
        foreground="#ffffff",
        background="#010409",
        surface="#010409",
        panel="#272e37",
        variables={
            "border": "#b7bdc8",
            "border-blurred": "#b7bdc8",
            "text-muted": "#d9dee3",
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#010409",
            "block-cursor-blurred-background": "#3d444d",
            "block-cursor-blurred-foreground": "#ffffff",
            "footer-key-foreground": "#74b9ff",
            "submit-background": "#09b43a",
            "submit-foreground": "#010409",
        },
    ),
)
"""`github-dark` is what a first run shows."""
