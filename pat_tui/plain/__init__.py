"""Plain mode: the pages as numbered lines and questions, without any escape sequence.

For screen readers, braille displays and terminals that cannot move a cursor. Nothing depends on where on the screen a
line stands: what is said comes line by line, and every answer is a line.
"""
