-- Whether a ledger row's period lies inside the asked one (interfaces.md, Command line). Periods are state · 2026 ·
-- 2026-Q3 · 2026-09 · 2026-autumn; a semester lies in the year in which it starts and in no quarter or month.
create or replace macro period_within(period, asked) as (
    period = 'state'
    or period = asked
    or (length(asked) = 4 and left(period, 4) = asked)
    or (
        length(asked) = 7 and asked[6] = 'Q' and length(period) = 7 and period[6] <> 'Q' and left(period, 4) = left(asked, 4)
        and (cast(right(period, 2) as integer) - 1) // 3 + 1 = cast(right(asked, 1) as integer)
    )
);
