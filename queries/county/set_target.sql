update duties
set target = $target
where code = $code;
