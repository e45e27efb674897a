"""The seven documents: one folder each, with the contract that says what the document must hold."""
