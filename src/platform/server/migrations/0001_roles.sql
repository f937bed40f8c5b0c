-- Deny first: what a table or a function allows, its own migration says.
revoke all on schema amparo from public;
grant usage on schema amparo to amparo_app, amparo_gate, amparo_public, amparo_jobs;
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;

-- No table without row-level security: a new role or a careless grant then reads nothing.
alter table amparo.migration enable row level security;
