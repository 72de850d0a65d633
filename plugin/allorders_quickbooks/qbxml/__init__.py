"""qbXML: messages as models, their text, the answers, and what codes mean. Pure: it knows no QuickBooks to talk to."""
