-- Lists come as lists and are kept a line an item; an empty blob: no address.
insert into notice_choices
values (
    $name, array_to_string($kinds, chr(10)), array_to_string($units, chr(10)), array_to_string($channels, chr(10)),
    if(octet_length($address_sealed) = 0, null, $address_sealed), $changed_at
);
