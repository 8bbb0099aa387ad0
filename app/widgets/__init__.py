"""Widgets: setters and signals; none of them knows the document."""
