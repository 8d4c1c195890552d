-- What gateways said, and the proof that nothing is missing. Every table of ours is in the schema `lifeline`.
-- A row of a gateway is named by (gw, epoch, stream, seq); a row of telemetry comes in parts, a large part in slices.

create schema if not exists lifeline;

-- One row a gateway: who it is and how it stood when it last said so (`state_at`: when that came, not its own time).
create table lifeline.gateway (
  gw text collate "C" primary key,
  district text not null default '',
  name_en text, name_zh text, software text,
  birth text,           -- the current document
  epoch text, boot text,
  online boolean, guard_alive boolean, journal_ok boolean,
  state_at timestamptz,
  first_at timestamptz not null default now()
) with (fillfactor = 80);

-- What the configuration of ingest says and SQL has to know.
create table lifeline.setting (name text primary key, value text not null);

-- What the channels of a gateway mean. The document is kept as it came, because its hash is taken over those bytes.
create table lifeline.birth (
  hash text collate "C" primary key,
  gw text collate "C" not null,
  came timestamptz not null default now(),
  software text not null,
  channels jsonb not null, -- [{index, point, name_en, name_zh, unit, exponent, profile, place_en, place_zh, role}]
  doc bytea not null
);
create index birth_gateway on lifeline.birth (gw, came);

-- Births that telemetry here names and that never came: those rows are here, and nobody can read them.
create table lifeline.birth_wanted (
  gw text collate "C", hash text collate "C", since timestamptz not null default now(),
  primary key (gw, hash)
);

-- A document too large for its broker comes in pieces.
create table lifeline.birth_piece (
  gw text collate "C", hash text collate "C", pieces int, piece int,
  came timestamptz not null default now(),
  body bytea not null,
  primary key (gw, hash, pieces, piece)
);

-- How far a gateway has written, and what it counts as delivered, by epoch.
create table lifeline.head (
  gw text collate "C", epoch text collate "C",
  event bigint not null, telemetry bigint not null, parts int not null,
  event_delivered bigint not null,
  telemetry_delivered bigint not null, -- rows as a whole: the newest one may have more to come
  refused text, -- the gateway cannot send rows of this epoch again, and said why
  at timestamptz not null default now(),
  primary key (gw, epoch)
) with (fillfactor = 80);

-- Rows that are here as a whole, and rows that never will be. This, and nothing in a process, is the proof.
create table lifeline.have (
  gw text collate "C", epoch text collate "C", stream text,
  rows int8multirange not null,
  primary key (gw, epoch, stream)
) with (fillfactor = 80);

create table lifeline.tombstone (
  gw text collate "C", epoch text collate "C", stream text, rows int8range, reason text not null,
  came timestamptz not null default now(),
  primary key (gw, epoch, stream, rows)
);

-- Telemetry of rows that are not sealed yet: each part as it came, columns for `lifeline-telemetry` to decode.
create table lifeline.open_part (
  gw text collate "C", epoch text collate "C", seq bigint, part int, slice int, slices int not null,
  birth text not null, boot text not null, evidence text,
  from_mono bigint not null, to_mono bigint not null,
  came timestamptz not null default now(),
  digest bigint not null, -- 64 bits of SHA-256 over the body
  body bytea not null,
  primary key (gw, epoch, seq, part, slice)
);

-- How many parts a row has. Apart from them: the word may come late, or with no part at all.
create table lifeline.row_end (
  gw text collate "C", epoch text collate "C", seq bigint, parts int not null,
  whole_at timestamptz, -- all parts are here: to be sealed
  primary key (gw, epoch, seq)
);
create index row_end_whole on lifeline.row_end (whole_at) where whole_at is not null;

-- A row of telemetry as a whole: its parts in one body. The partition is the day of its arrival, because its own time may
-- get better later.
create table lifeline.segment (
  gw text collate "C" not null, epoch text collate "C" not null, seq bigint not null,
  day date not null default current_date,
  birth text not null, boot text not null, evidence text,
  from_mono bigint not null, to_mono bigint not null,
  from_at timestamptz, to_at timestamptz, clock text not null,
  rolled boolean not null, -- it is in rollup_hour, or need not be
  digests int[] not null, -- of its parts: the upper half of each
  body bytea not null, -- deflated (RFC 1951)
  primary key (gw, epoch, seq, day)
) partition by range (day);
-- Bodies are dense already, and lie in the row: kept apart they would cost a sixth more (see toast_tuple_target in `keep`).
alter table lifeline.segment alter column body set storage main;
create index segment_undated on lifeline.segment (gw, boot) where clock in ('unsynced', 'rtc');
create index segment_unrolled on lifeline.segment (gw) where not rolled;

create table lifeline.event (
  gw text collate "C", epoch text collate "C", seq bigint,
  boot text not null, mono bigint not null, at timestamptz, clock text not null,
  came timestamptz not null default now(),
  durable boolean not null,
  proven boolean, -- null: not signed
  type text not null,
  digest bigint not null, -- `eventDigest` of lifeline-telemetry
  doc jsonb not null,
  primary key (gw, epoch, seq)
);
create index event_gateway_at on lifeline.event (gw, at desc);
create index event_lift_at on lifeline.event (at) where type = 'lift';
create index event_undated on lifeline.event (gw, boot) where clock in ('unsynced', 'rtc');

-- The newest step in the life of each alarm; `state` is a letter of ISA-18.2, A is normal.
create table lifeline.alarm (
  gw text collate "C", occurrence text collate "C",
  epoch text not null, seq bigint not null, at timestamptz, boot text not null, mono bigint not null,
  state text not null, condition text not null, severity text not null, announcement int not null,
  rule text not null, rule_en text not null, rule_zh text not null,
  device text not null, device_en text not null, device_zh text not null, place_en text, place_zh text,
  point text, value text, lim text, unit text not null,
  onset_boot text not null, onset_mono bigint not null, raised_at timestamptz,
  primary key (gw, occurrence)
) with (fillfactor = 80);
create index alarm_standing on lifeline.alarm (severity, gw) where state <> 'A';

-- What gateways said of their clocks: at `mono` of this boot it was `utc` (Unix ms).
create table lifeline.mapping (
  gw text collate "C", boot text collate "C", mono bigint, utc bigint not null, quality text not null,
  primary key (gw, boot, mono)
);

-- The last values of a gateway, as of its newest sealed row.
create table lifeline.latest (
  gw text collate "C" primary key,
  epoch text not null, seq bigint not null, birth text not null, at timestamptz, boot text not null, mono bigint not null,
  channels int[] not null, numbers double precision[] not null, texts text[] not null, qualities text[] not null
) with (fillfactor = 60);

-- What each channel did in an hour (UTC), over report records; evidence repeats them and is not in it.
create table lifeline.rollup_hour (
  gw text collate "C" not null, hour timestamptz not null, birth text not null,
  channels int[], -- null: 0, 1, 2, …
  lo real[] not null, mean real[] not null, hi real[] not null,
  n smallint[] not null, -- good samples; 32767: so many or more
  primary key (gw, hour, birth)
) partition by range (hour);

-- The same key with another content: two boxes under one name, or something worse.
create table lifeline.conflict (
  id bigint generated always as identity primary key,
  gw text not null, epoch text not null, stream text not null, seq bigint not null, part int not null,
  stored bigint not null, came bigint not null, at timestamptz not null default now(),
  unique (gw, epoch, stream, seq, part, came)
);

-- What could not be taken at all, counted by kind.
create table lifeline.refused (
  gw text collate "C", code text, what text not null, messages bigint not null, last_at timestamptz not null default now(),
  primary key (gw, code)
);

-- What is asked of gateways: put here by ingest itself, by its HTTP, or by hand (functions ask_…). One at a time a gateway.
create table lifeline.outbox (
  id text primary key default substr(md5(random()::text || clock_timestamp()::text), 1, 16),
  gw text collate "C" not null,
  ask jsonb not null, -- {"kind": "ping" | "birth" | "replay" | "acknowledge", …} as lifeline-telemetry's CommandAsk
  asked_by text not null,
  asked_at timestamptz not null default now(),
  bytes bytea, issued bigint, -- as it was sent first: an id never acts twice
  tries int not null default 0, next_at timestamptz not null default now(),
  reply jsonb, outcome text, -- done, refused, expired
  ended_at timestamptz
);
create index outbox_waiting on lifeline.outbox (next_at) where outcome is null;
create index outbox_gateway on lifeline.outbox (gw, asked_at);
