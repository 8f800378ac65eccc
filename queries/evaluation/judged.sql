-- grain: the rows of the ledger at `$as_of` as a year's evaluation counts them (docs/evaluation.md): what is open to the year's last
-- second, as December is, is over with the year
select
    * replace (
        case
            when due_at is null or due_at > $as_of or due_at <> end_of(make_date(year($as_of), 12, 31)) then status
            when status = 'ahead' then 'met'
            when status = 'pending' then 'missed'
            else status
        end as status
    )
from open_ledger
