-- The automatic close counts from the locktime: the owner may choose it earlier than a channel's cutoff.
CREATE INDEX channels_by_locktime ON channels (locktime) WHERE state IN ('open', 'confirming');
