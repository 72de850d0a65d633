"""The tables of a company file. Amounts are whole cents, instants epoch seconds, `wall` the local clock's text.

`postings` are debits (positive) and credits of accounts, `moves` what came to an item's stock and went from it in
hundred-thousandths, `links` which transactions were made of which orders.
"""

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE records (
    space TEXT NOT NULL, list_id TEXT NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, full_name TEXT NOT NULL, name_key TEXT NOT NULL,
    active INTEGER NOT NULL, parent TEXT,
    created INTEGER NOT NULL, modified INTEGER NOT NULL, edit INTEGER NOT NULL, wall TEXT NOT NULL,
    guid TEXT, balance INTEGER NOT NULL, locked INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (space, list_id));
CREATE UNIQUE INDEX records_name ON records (space, name_key);
CREATE INDEX records_changed ON records (space, wall);
CREATE INDEX records_parent ON records (space, parent);
CREATE INDEX records_guid ON records (guid) WHERE guid IS NOT NULL;

CREATE TABLE transactions (
    number INTEGER PRIMARY KEY, txn_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    ref_number TEXT, ref_key TEXT, entity TEXT NOT NULL, account TEXT, txn_date TEXT NOT NULL,
    created INTEGER NOT NULL, modified INTEGER NOT NULL, edit INTEGER NOT NULL, wall TEXT NOT NULL,
    guid TEXT, total INTEGER NOT NULL, open INTEGER NOT NULL, memo TEXT,
    posting INTEGER NOT NULL, voided INTEGER NOT NULL, locked INTEGER NOT NULL,
    body TEXT NOT NULL, lines TEXT NOT NULL);
CREATE INDEX transactions_ref ON transactions (type, ref_key);
CREATE INDEX transactions_changed ON transactions (type, wall);
CREATE INDEX transactions_date ON transactions (type, txn_date);
CREATE INDEX transactions_entity ON transactions (entity, type, txn_date);
CREATE INDEX transactions_guid ON transactions (guid) WHERE guid IS NOT NULL;

CREATE TABLE applications (
    payer TEXT NOT NULL, paid TEXT NOT NULL, amount INTEGER NOT NULL, discount INTEGER NOT NULL,
    discount_account TEXT, discount_class TEXT, PRIMARY KEY (payer, paid));
CREATE INDEX applications_paid ON applications (paid);

CREATE TABLE postings (
    txn_id TEXT NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (txn_id, account)) WITHOUT ROWID;
CREATE INDEX postings_account ON postings (account, amount);

CREATE TABLE moves (
    txn_id TEXT NOT NULL, item TEXT NOT NULL, site TEXT NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL);
CREATE INDEX moves_transaction ON moves (txn_id);
CREATE INDEX moves_item ON moves (item, site);

CREATE TABLE links (txn_id TEXT NOT NULL, order_id TEXT NOT NULL, PRIMARY KEY (txn_id, order_id)) WITHOUT ROWID;
CREATE INDEX links_order ON links (order_id);

CREATE TABLE uses (
    owner TEXT NOT NULL, space TEXT NOT NULL, list_id TEXT NOT NULL,
    PRIMARY KEY (space, list_id, owner)) WITHOUT ROWID;
CREATE INDEX uses_owner ON uses (owner);

CREATE TABLE deletions (
    list_record INTEGER NOT NULL, type TEXT NOT NULL, object_id TEXT NOT NULL,
    created INTEGER NOT NULL, deleted INTEGER NOT NULL, wall TEXT NOT NULL, label TEXT);
CREATE INDEX deletions_type ON deletions (list_record, type, wall);

CREATE TABLE definitions (
    number INTEGER PRIMARY KEY, owner_id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    objects TEXT NOT NULL, UNIQUE (owner_id, name));

CREATE TABLE message_sets (
    number INTEGER PRIMARY KEY AUTOINCREMENT, keeper TEXT NOT NULL, set_id TEXT NOT NULL,
    content TEXT NOT NULL, reply TEXT NOT NULL, ids_only TEXT NOT NULL, UNIQUE (keeper, set_id));
"""
