-- The ground: roles, the rights on the database itself, the schema, the record of migrations.
-- Run before every migration and therefore idempotent: roles belong to the cluster and rights to the database's
-- name, so a copied or restored database lacks them.

do $$
declare
  role_name text;
begin
  -- One role per kind of request. Nobody logs in as one: a transaction steps into it and out again.
  --   amparo_app     a member, behind row-level security    amparo_gate  signing in, sessions, invitations
  --   amparo_public  published rows                         amparo_jobs  work without a person
  foreach role_name in array array['amparo_app', 'amparo_gate', 'amparo_public', 'amparo_jobs'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
  end loop;

  -- Serves every request and, before it has stepped into a role, may read nothing: it inherits none of them.
  if not exists (select from pg_roles where rolname = 'amparo_login') then
    create role amparo_login login noinherit;
    grant amparo_app, amparo_gate, amparo_public, amparo_jobs to amparo_login;
  end if;

  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to amparo_login', current_database());
end $$;

create schema if not exists amparo;

create table if not exists amparo.migration (
  number int primary key,
  name text not null,
  -- SHA-256 of the file: an applied migration is never edited.
  hash bytea not null,
  applied_at timestamptz not null default now()
);
