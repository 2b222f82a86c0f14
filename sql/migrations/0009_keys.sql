-- 0009 keys: an alliance's admin looks after its keys over HTTP, as after its users.
--
-- Role      rapport_admin makes keys, names them and revokes them. Nothing is granted that could delete one, or give one
--           another role or another secret: who held which key when is what the audit refers to.
-- Check     Tests/StorageTests/WallTests.swift looks through every wall without the first one.

-- migrate:up

grant insert, update (label, revoked_at) on rapport.api_key to rapport_admin;
