-- Instruments are documents (kind `instrument`): texts with all of their versions, longer than themes and figures.
-- The API limits a body to 2 MiB of JSON; PostgreSQL's own form of it has spaces after every sign.
alter table amparo.document drop constraint document_body_check;
alter table amparo.document add constraint document_body_check check (
  octet_length(body::text) <= case kind when 'instrument' then 3500000 else 400000 end);
-- A public page asks for one by its address.
create index document_instrument_slug on amparo.document ((body ->> 'slug'))
  where kind = 'instrument' and state = 'released' and act = 'publish';
