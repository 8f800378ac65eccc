-- Of several people in one cell the one named first.
create or replace macro named_first(people) as (regexp_extract(people, '^[^、,，/;；和及与]*'));
-- Who looks after a child, of what its file says in free words (与儿童关系). An uncle (叔父) is no father and an aunt (姑母) no
-- mother, so relatives are found before parents.
create or replace macro guardian_kind(relation) as (
    case
        when relation is null then 'unknown'
        when regexp_matches(named_first(relation), '伯|叔|婶|姑|舅|姨|哥|姐|兄|嫂|弟|妹|亲戚|亲属') then 'relative'
        when regexp_matches(named_first(relation), '祖|爷|奶|外公|外婆|姥|公公|婆婆|阿公|阿婆|隔代') then 'grandparent'
        when regexp_matches(named_first(relation), '父|母|爸|妈|爹|娘') then 'parent'
        else 'other'
    end
);
