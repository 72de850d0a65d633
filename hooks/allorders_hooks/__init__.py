"""The contract between an order system (the host) and its plugins. It knows no plugin, no database and no web.

It needs pluggy, blinker and pydantic. Names are imported from the module that they belong to:

A host's author reads, in this order

    documents, records      what to say of a ship doc, a payment, a customer, an item
    host                    HostServices: what plugins ask; write a class that answers
    events                  the signals to send, and what travels with them
    enlist                  enlist(connection): how a plugin's notes share the transaction of a save
    plugins                 PluginManager: loads, calls and contains the plugins; settings, panels, actions, status
    screen, status          what the manager's answers are made of, to be drawn
    pages                   Frame: what to give to the pages that a plugin brings, and how they are mounted
    pulled, stock,          what a host may offer besides: to take over records, to have its stock compared, to let
    keeping_out             plugins' buttons set a document's mark that keeps it out of the books
    failures                what to show of plugins that failed
    testing                 HostConformance: says whether all of that is right
    hosts                   the entry point by which workers and commands open the host's documents

A plugin's author reads

    specs                   the hooks, and `hookimpl` to implement them; the entry-point group is allorders.plugins
    enlist                  Enlistment: what may be done inside the host's save
    host                    HostServices: what to ask, from any thread
    settings                Setting, screen_of, merged, errors_of: a settings screen from a pydantic model
    status                  the answers: ActionResult, Panel, SyncStatus, SyncSummary
    errors, doubles         what can go wrong, and plugins to test a host with
"""
