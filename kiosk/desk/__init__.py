"""The desk: carries the conversation's requests out on the journal and answers with events."""
