-- Of a person with a public page nothing is told any more but what the page shows: what was told of them by itself goes,
-- and with it what kept it from counting twice. Of `told_pool`, `person` now says whether the person was told of.
delete from amparo.told where partition ~ ' known( |$)';
drop table amparo.told_shown;
alter table amparo.told_pool drop column custody;
