-- A decision made inside the transaction that records it takes the lock of a marker before it
-- reads. The function locks and does nothing else; any role may take advisory locks as it is.
GRANT EXECUTE ON FUNCTION event_sourcing.lock_markers TO accounting_service;
