-- The address sealed anew.
update notice_choices set address_sealed = $address_sealed where name = $name;
