-- grain: one inspection, the latest first; of one (`$inspection_id`) or (empty) of all
select
    inspection_id, title, kind, starts_on, ends_on, units, random_share, risk_share, as_of_at, frame_hash, commitment,
    created_at, created_by, drawn_at, revealed_at, closed_at, cancelled_at
from inspections
where $inspection_id = '' or inspection_id = $inspection_id
order by created_at desc, inspection_id;
