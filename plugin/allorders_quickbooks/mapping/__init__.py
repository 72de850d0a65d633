"""From a document or record of the host to the qbXML message that says the same in QuickBooks. Pure."""
