-- grain: one row a pairing of a township's register, ended ones too, that has begun by the day of `as_of`; it belongs to the
-- village and school of its child's census row in that same township, where there is one
-- A name is one carer's in a township unless telephone numbers tell two apart; a row without one is of the one with most rows.
select
    pairing.township_id, place.village, place.school, pairing.child_id, pairing.carer_name, pairing.carer_kind,
    pairing.carer_unit, pairing.started_on, pairing.ended_on,
    coalesce(pairing.carer_phone, mode(pairing.carer_phone) over (partition by pairing.township_id, pairing.carer_name)) as carer_phone,
    pairing.ended_on is null or pairing.ended_on > cast($as_of as date) as is_in_force
from current_pairings as pairing
left join current_census as place on place.township_id = pairing.township_id and place.child_id = pairing.child_id
where pairing.started_on <= cast($as_of as date) and pairing.township_id in (select township_id from townships)
