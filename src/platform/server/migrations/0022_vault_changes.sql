-- How often the passphrase of an account was changed. The wrap in the vault says the same number, sealed with it: a change
-- is written over the vault it was made from and no other, and an older vault is known by it.
alter table amparo.account add column vault_change integer not null default 0 check (vault_change >= 0);
