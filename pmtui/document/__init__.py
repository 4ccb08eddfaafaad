"""The postmortem as frozen models: the one shape that every template, check and export draws from."""
