-- Bodies are documents (kind `body`): a parliament names every member who ever sat in it, so they are as long as texts.
alter table amparo.document drop constraint document_body_check;
alter table amparo.document add constraint document_body_check check (
  octet_length(body::text) <= case when kind in ('instrument', 'body') then 3500000 else 400000 end);
