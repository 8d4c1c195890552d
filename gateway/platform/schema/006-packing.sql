-- Partitions to which nothing is added any more and whose key was packed, and those that are being packed.
create table lifeline.packed (partition text primary key, at timestamptz not null default now());
