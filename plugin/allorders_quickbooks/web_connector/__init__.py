"""The Web Connector's side of the house: its SOAP calls become the steps of a run. Needs the extra `web-connector`."""
