-- A certificate of a lead's keys is an entry in the lead's name that the organisation's root signed: like the one that lets a
-- member in again it is written within the transaction that took the root's proof for this account, and in no other.
alter policy let_in_by_proof on amparo.entry with check (
  kind not in ('recovered', 'certified') or (select amparo.let_in_now()));
