"""Rules about reviews and records, the adoption plan, and who must approve what."""
