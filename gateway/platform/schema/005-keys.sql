-- Public keys (Ed25519, PEM or base64) of gateways that sign their events, put here by whoever lets a gateway in. From a gateway
-- that has a key here only events are taken that one of its keys signed.
create table lifeline.gateway_key (
  gw text collate "C", kid text, public_key text not null, since timestamptz not null default now(),
  primary key (gw, kid)
);
do $$
begin
  if exists (select from pg_roles where rolname = 'lifeline_read') then
    grant select on lifeline.gateway_key to lifeline_read;
  end if;
end $$;
