"""The phases of a run, pure: plan a batch from what is known, settle its answer into effects. No I/O."""
