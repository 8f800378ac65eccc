-- of: identities
-- grain: one row a place that holds the key of an identity
{{identities:select * as identity from {{register}}_rows| union all }}
