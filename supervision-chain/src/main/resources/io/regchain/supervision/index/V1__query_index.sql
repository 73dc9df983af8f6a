-- The query index: a view of the supervision chain's blocks, in height order. It is not a source of truth; it can be
-- dropped and built again from block 0 at any time. Times are milliseconds since 1970, hashes lower-case hexadecimal.

create table applied_block (
    only_row boolean default true not null primary key check (only_row),
    chain_hash varchar(64) not null,
    height bigint not null,
    hash varchar(64) not null,
    time_millis bigint not null
);

create table chain_state (
    chain varchar(32) primary key,
    state varchar(32) not null,
    since_millis bigint not null
);

create table header (
    chain varchar(32) not null,
    height bigint not null,
    hash varchar(64) not null,
    time_millis bigint not null,
    state_root varchar(64) not null,
    seals int not null,
    round_number bigint not null,
    hub_height bigint not null,
    hub_transaction varchar(64) not null,
    hub_time_millis bigint not null,
    primary key (chain, height)
);

create table object_version (
    seq bigint generated always as identity primary key,
    chain varchar(32) not null,
    object_id varchar(128) not null,
    version bigint not null,
    type varchar(32) not null,
    operation varchar(16) not null,
    digest varchar(64) not null,
    height bigint not null,
    transaction_id varchar(64) not null,
    hub_height bigint not null,
    hub_transaction varchar(64) not null,
    hub_time_millis bigint not null
);
create index object_by_id on object_version (chain, object_id, version);
create index object_by_type on object_version (type, seq);

create table transfer (
    seq bigint generated always as identity primary key,
    chain varchar(32) not null,
    transaction_id varchar(64) not null,
    object_id varchar(128) not null,
    version bigint not null,
    product varchar(256) not null,
    seller varchar(256) not null,
    buyer varchar(256) not null,
    quantity bigint not null,
    price varchar(64) not null,
    traded_at varchar(64) not null,
    height bigint not null,
    hub_height bigint not null,
    hub_time_millis bigint not null
);
create index transfer_by_transaction on transfer (chain, transaction_id);

create table call (
    seq bigint generated always as identity primary key,
    source varchar(32) not null,
    destination varchar(32) not null,
    channel varchar(32) not null,
    sequence_number bigint not null,
    source_contract varchar(64) not null,
    destination_contract varchar(64) not null,
    method varchar(64) not null,
    payload clob not null,
    timeout_millis bigint not null,
    state varchar(16) not null,
    code varchar(64),
    message clob,
    acknowledgement clob,
    sent_at bigint not null,
    ended_at bigint,
    completed boolean not null default false,
    hub_height bigint not null,
    unique (source, destination, channel, sequence_number)
);

create table hop (
    source varchar(32) not null,
    destination varchar(32) not null,
    channel varchar(32) not null,
    sequence_number bigint not null,
    n int not null,
    what varchar(32) not null,
    proven_by clob not null,
    hub_height bigint not null,
    hub_transaction varchar(64) not null,
    relayer varchar(64) not null,
    time_millis bigint not null,
    primary key (source, destination, channel, sequence_number, n)
);

create table anomaly (
    seq bigint generated always as identity primary key,
    chain varchar(32) not null,
    number bigint not null,
    height bigint not null,
    code varchar(64) not null,
    message clob not null,
    object_id varchar(128),
    version bigint,
    node varchar(64),
    hub_height bigint not null,
    time_millis bigint not null,
    unique (chain, number)
);

create table feed (
    seq bigint generated always as identity primary key,
    kind varchar(32) not null,
    chain varchar(32) not null,
    other_chain varchar(32),
    title_zh varchar(512) not null,
    title_en varchar(512) not null,
    link varchar(512) not null,
    time_millis bigint not null
);
