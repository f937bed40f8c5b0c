-- Which public cases show that they cite a provision: asked on the page of every provision.
create index publication_norms on amparo.publication using gin ((open -> 'norms') jsonb_path_ops);
