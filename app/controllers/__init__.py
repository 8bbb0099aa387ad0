"""Controllers: one journey's wiring each, between the document and the widgets."""
