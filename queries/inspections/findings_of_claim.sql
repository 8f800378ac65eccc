-- grain: one telling of what was found of a claim, the earliest first
select
    finding_id, version, result, stands, is_conflict, found_at, found_by, device_id, received_at, settled_at, settled_by,
    latitude, longitude, accuracy_m, note.sealed as sealed_note
from inspection_findings as finding
left join inspection_sealed as note on note.item_id = finding.finding_id
where finding.inspection_id = $inspection_id and claim_id = $claim_id
order by version, received_at, finding_id;
