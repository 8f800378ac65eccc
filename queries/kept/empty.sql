-- What was computed of any day goes: something changed that shows at every instant, such as an erasure or a policy.
delete from kept_figures;
