"""Widgets that know nothing of services: attributes down, messages up."""
