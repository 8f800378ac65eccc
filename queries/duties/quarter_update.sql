-- order: 90
-- code: quarter_update
-- zh: 季度更新
-- en: Quarterly update of the census
-- family: coverage
-- subject: township
-- period: quarter
-- target: 1.00
-- source: 县留守儿童信息报送制度（每季末月 15 日前更新花名册）；duties.md, quarter_update
-- source_en: County rule on reporting (the register is updated by the 15th of a quarter’s last month); duties.md, quarter_update
-- sentence: 每季度最后一个月的 1 日至 15 日，各乡镇应报送新的摸底花名册。
-- sentence_en: From the 1st to the 15th of the last month of each quarter, every township should send a new census.
with received as (
    select township_id, received_at
    from batch_registers
    where register = 'census' and is_new and received_at <= $as_of
),
firsts as (
    select quarter.period, received.township_id, min(received.received_at) as met_at
    from quarters as quarter
    inner join received on received.received_at >= quarter.first_on and received.received_at < quarter.next_opens_at
    group by quarter.period, received.township_id
)
select
    'quarter_update' as duty, 'township' as subject_kind, township.township_id as subject_id,
    cast(null as hugeint) as child_id, township.township_id, cast(null as varchar) as village, cast(null as varchar) as school,
    quarter.period, quarter.due_at, firsts.met_at,
    duty_status(firsts.met_at, quarter.due_at, $as_of <= quarter.due_at) as status
from townships as township
cross join quarters as quarter
left join firsts on firsts.township_id = township.township_id and firsts.period = quarter.period
