-- grain: one row a child of population(D) and fact that a rule of the care level may build on; what no register tells is no
-- fact. A year is the twelve months up to the day of `as_of`; a check-up or a payment counts from the last semester that is
-- over, and is missed only where any township keeps such a register.
with recent_incidents as (
    select child_id, kind
    from known_incidents
    where occurred_at <= $as_of and occurred_at > $as_of - interval 12 month
),
in_need as (
    select child_id from file_facts where is_in_need
),
told as (
    select child_id, 'recent_plan' as fact
    from current_plans
    where made_on > cast($as_of as date) - interval 12 month and made_on <= cast($as_of as date)
    union
    select child_id, 'violence' from recent_incidents where kind in ('violence', 'bullying', 'assault')
    union
    select child_id, 'illness' from recent_incidents where kind = 'illness'
    union
    select child_id, 'unattended' from recent_incidents where kind in ('missing', 'unattended')
    union
    select child_id, 'no_immunisation' from file_facts where not is_immunised
    union
    select child_id, 'no_checkup'
    from population
    where exists (select 1 from current_checkups)
        and child_id not in (
            select child_id
            from current_checkups
            where child_id is not null and checked_on between (select first_on from semester_over) and cast($as_of as date)
        )
    union
    select child_id, 'not_enrolled' from current_files where schooling = 'not_enrolled'
    union
    select child_id, 'dropped_out' from current_files where schooling = 'dropped_out'
    union
    select child_id, 'old_guardian' from current_files where guardian_age >= 70
    union
    -- the health is a free text: what does not say that it is good is not good
    select child_id, 'guardian_unwell'
    from current_files
    where not regexp_full_match(trim(guardian_health), '(身体)?(状况)?(良好|健康|很好|较好|好|正常|一般|尚可)')
    union
    select child_id, 'no_pairing' from population where child_id not in (select child_id from pairings_in_force where child_id is not null)
    union
    select child_id, 'in_need' from in_need
    union
    select child_id, 'no_assistance'
    from in_need
    where exists (select 1 from current_assistance)
        and child_id not in (
            select child_id
            from current_assistance
            where child_id is not null and paid_on between (select first_on from semester_over) and cast($as_of as date)
        )
)
select child_id, fact
from told
where child_id in (select child_id from population)
