-- grain: one claim of the record with what stands as found
select
    claim.claim_id, claim.sample_id, claim.duty, claim.item, claim.period, claim.status, claim.due_at, claim.met_at,
    finding.finding_id, finding.version, finding.result, finding.found_at, finding.found_by,
    note.sealed as sealed_note,
    coalesce((
        select list(photo_id order by taken_at, photo_id)
        from inspection_photos as photo
        where photo.finding_id = finding.finding_id
    ), []) as photo_ids,
    exists (
        select 1
        from inspection_findings as other
        where other.inspection_id = claim.inspection_id and other.claim_id = claim.claim_id
            and other.is_conflict and other.settled_at is null
    ) as is_in_conflict
from inspection_claims as claim
left join inspection_findings as finding
    on finding.inspection_id = claim.inspection_id and finding.claim_id = claim.claim_id and finding.stands
left join inspection_sealed as note on note.item_id = finding.finding_id
where claim.inspection_id = $inspection_id
order by claim.claim_id;
