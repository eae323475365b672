"""整改: notices to units of what is to be mended, their answers with evidence, acceptance, the ledger over years."""
