"""The verbs that an operator has: one function each, with its journal entry inside; every face uses these."""
