drop trigger user_last_administrator;
create trigger user_last_administrator before update of disabled on user begin select raise(abort, 'the last administrator of a kind stays') where new.disabled = 1 and old.role in ('system', 'security', 'audit') and old.disabled = 0
	and not exists (select 1 from user where role = old.role and disabled = 0 and password <> '*' and id <> old.id); end;
