-- When the passphrase was last given in a session, by the clock of the server: grave acts ask for it again after minutes.
-- Null for sessions that began before this was asked.
alter table amparo.session add column proved_at timestamptz;

-- What a steward did to an account, told to its member and to their desks: factors taken away, and now sessions ended.
alter table amparo.factor_reset rename to steward_act;
alter table amparo.steward_act add column act text not null default 'factors' check (act in ('factors', 'sessions'));
alter table amparo.steward_act alter column act drop default;
alter table amparo.steward_act drop constraint factor_reset_pkey;
alter table amparo.steward_act add primary key (account, at, act);
