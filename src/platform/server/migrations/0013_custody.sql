-- What the weekly refresh told of the custody of persons: where a case was counted, a status that is published later is
-- public only from the next refresh on.
alter table amparo.told_pool add column custody boolean not null default false;
