-- Wilson 95 % interval of a rate (statistics.md, Interval of a rate); null for n = 0.
create or replace macro wilson_low(x, n) as (
    case when n > 0 then greatest(0.0,
        (x / n + 3.841458820694124 / (2 * n)
        - 1.959963984540054 * sqrt((x / n) * (1 - x / n) / n + 3.841458820694124 / (4.0 * n * n)))
        / (1 + 3.841458820694124 / n)) end
);
create or replace macro wilson_high(x, n) as (
    case when n > 0 then least(1.0,
        (x / n + 3.841458820694124 / (2 * n)
        + 1.959963984540054 * sqrt((x / n) * (1 - x / n) / n + 3.841458820694124 / (4.0 * n * n)))
        / (1 + 3.841458820694124 / n)) end
);
