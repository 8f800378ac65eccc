-- Whom the county's single sign-on vouches for when it means this account; an empty text: by its name again.
update accounts set oidc_subject = nullif($oidc_subject, ''), changed_at = $changed_at where name = $name;
