"""What a page's life says: records, fingerprints, states."""
