-- What browsers tell of things that the content policy stopped: which directive, on which kind of page, on which day, and how
-- often. No address, browser, person, query or word of a page stands here.
create table amparo.violation (
  on_day date not null,
  directive text collate "C" not null check (directive ~ '^[a-z-]{3,40}$'),
  -- The pattern of the page's address, or `other`.
  page text collate "C" not null check (char_length(page) <= 120),
  n integer not null check (n > 0),
  primary key (on_day, directive, page)
);
alter table amparo.violation enable row level security;
create policy counts on amparo.violation to amparo_jobs using (true) with check (true);
create policy reads on amparo.violation for select to amparo_gate using (true);
grant select, insert, update, delete on amparo.violation to amparo_jobs;
grant select on amparo.violation to amparo_gate;
