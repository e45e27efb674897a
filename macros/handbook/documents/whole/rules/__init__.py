"""Rules across documents: the chain, the pages of roles, the contract, the law."""
