-- The rows of a till of version 12. Written once and never changed: what was stored stays readable.
INSERT INTO settings (name, value)
  VALUES ('shop', 'Muster');
INSERT INTO terms (id, min_capacity, max_capacity, max_inputs, min_locktime_blocks, max_locktime_blocks, payment_cutoff_blocks, confirmations, fee_per_kb, dust)
  VALUES (1, 1000000000, 10000000000000, 10, 10080, 129600, 1440, 6, 1000000, 1000000);
INSERT INTO offers (key_index, merchant_key, terms, client, issued_at, expires_at, is_announced)
  VALUES (3, x'03602d70b17affd1bac016aef875a53fd01e084ead5134793c1e2923acd2642536', 1, '192.0.2.1', 1772366400000, 1772367000000, 1);
INSERT INTO channels (id, channel_id, key_index, terms, customer_name, customer_key, locktime, cutoff, version, settlement_script, capacity, announced_at, state, paid, payments, is_released, change_script, funding_height, spend_kind, spend_txid, spend_height, opened_at, closing_at, ended_at, frozen_reason)
  VALUES (1, x'49ad7cc90d57d150fb194fc4e21efbeb352377b546a35b5a7bf3430c52cd8f38', 3, 1, 'Alice', x'039997a497d964fc1a62885b05a51166a65a90df00492c8d7cf61d6accf54803be', 120160, 118720, 2, x'76a914b8b79122253f7e1f17e6f6bb517cd4845c9bec6488ac', 9007209954740993, 1772366400000, 'open', 9000001250000001, 2, 0, x'76a91433b94b70bbd434f0ad01925669bedf3469832b5888ac', 99990, NULL, NULL, NULL, 1772366400000, NULL, NULL, NULL);
INSERT INTO channel_inputs (channel, position, txid, vout, value)
  VALUES (1, 0, x'c93eaced427e9af3e176acf86412bdeb1035fbcabd18506034a257cd749577e6', 0, 9007199254740993);
INSERT INTO channel_inputs (channel, position, txid, vout, value)
  VALUES (1, 1, x'd888418b41efee7d04185ac3c1a534e5785aa5abe311452436a1f1ed16a1078c', 0, 10000000000);
INSERT INTO channel_inputs (channel, position, txid, vout, value)
  VALUES (1, 2, x'd888418b41efee7d04185ac3c1a534e5785aa5abe311452436a1f1ed16a1078c', 1, 700000000);
INSERT INTO funding_transactions (channel, txid, bytes)
  VALUES (1, x'c93eaced427e9af3e176acf86412bdeb1035fbcabd18506034a257cd749577e6', x'01000000017326c9e7a727b6ca7d5c0f5d8befcbf9875b1bf4c99fc6c1cbd34a5d5a12fc4c000000000151ffffffff02010000000000200017a9148f5bd912f4f96e9a19c8ceda749b3eaf21d6665f870027b929000000001976a91433b94b70bbd434f0ad01925669bedf3469832b5888ac00000000');
INSERT INTO funding_transactions (channel, txid, bytes)
  VALUES (1, x'd888418b41efee7d04185ac3c1a534e5785aa5abe311452436a1f1ed16a1078c', x'0100000001e7b2b2f7f273a2b4048eedd13c38f9691c354d47b7002aa4698aa0f325d6ea46000000000151ffffffff0300e40b540200000017a9148f5bd912f4f96e9a19c8ceda749b3eaf21d6665f870027b9290000000017a9148f5bd912f4f96e9a19c8ceda749b3eaf21d6665f870027b929000000001976a91433b94b70bbd434f0ad01925669bedf3469832b5888ac00000000');
INSERT INTO channel_psbts (channel, psbt)
  VALUES (1, x'70736274');
INSERT INTO invoices (id, public_id, digest, amount, allows_tip, memo, issued_at, expires_at, cancelled_at, currency, rate, script)
  VALUES (1, x'a7937b64b8caa58f03721bb6bacf5c78', 3875537753598027678, 1250000000, 0, 'first', 1772366400000, 1772367000000, NULL, 'EUR', '0.25', x'76a914b8b79b1f0f0e0d0c0b0a090807060504030201000088ac');
INSERT INTO invoices (id, public_id, digest, amount, allows_tip, memo, issued_at, expires_at, cancelled_at)
  VALUES (2, x'16367aacb67a4a017c8da8ab95682ccb', 6268294488432516212, 9000000000000001, 0, 'second', 1772366400000, 1772367000000, NULL);
INSERT INTO payments (invoice, channel, number, amount, tip, paid, accepted_at, psbt_hash, transaction_hash)
  VALUES (1, 1, 1, 1250000000, 0, 1250000000, 1772366400000, x'4fcd5d4d35f06cb83029cf125b35e2b6c45f7096a92f8d8795b92e74fb89aad9', x'0800dacd87f6f3140a25b8ebd37f3dffea8c7ba2baa7bcc622517897c4c9d7a4');
INSERT INTO payments (invoice, channel, number, amount, tip, paid, accepted_at, psbt_hash, transaction_hash)
  VALUES (2, 1, 2, 9000000000000001, 0, 9000001250000001, 1772366400001, x'a845d70c27b77b085fa5679d0bb1eb22d728147fdc6e76e05c06248e06011843', x'77d842b11895b8a79bf5ec66f8db41a766cc5159433f920cc534ef49b592fac5');
INSERT INTO arrivals (id, invoice, txid, vout, value, first_seen, place, height, was_undone, is_replaceable, was_seen, refund_address)
  VALUES (1, 1, x'5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a', 1, 1250000000, 1772366400002, 'block', 100000, 0, 0, 1, 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8');
INSERT INTO arrivals (id, invoice, txid, vout, value, first_seen, place, height, was_undone, is_replaceable)
  VALUES (2, 2, x'a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5', 0, 9007199254740993, 1772366400003, 'missing', NULL, 1, 1);
INSERT INTO arrival_transactions (txid, bytes)
  VALUES (x'a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5', x'0100');
INSERT INTO arrival_verdicts (invoice, settled_at, accepted_late_at)
  VALUES (1, 1772366400004, 1772366400005);
INSERT INTO settlements (channel, txid, bytes, signed_at)
  VALUES (1, x'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', x'010203', 7);
INSERT INTO broadcasts (channel, node, given_at, given_height, heard_at, problem)
  VALUES (1, '', 8, 100000, NULL, NULL);
INSERT INTO broadcasts (channel, node, given_at, given_height, heard_at, problem)
  VALUES (1, '127.0.0.1:22555', NULL, NULL, 9, 'away');
INSERT INTO fee_children (channel, txid, parent, bytes, fee, signed_at, signed_height)
  VALUES (1, x'efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef', x'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', x'040506', 9007199254740993, 10, 100030);
INSERT INTO outbox (channel, effect, attempts, next_attempt_at, last_problem)
  VALUES (1, 'settle', 4, 6, 'no node');
INSERT INTO blocks (height, hash, time)
  VALUES (100000, x'abababababababababababababababababababababababababababababababab', 1790000000);
UPDATE sqlite_sequence SET seq = 7 WHERE name = 'offers';
-- The second offer named an address of the owner's account.
UPDATE offers SET settlement_script = X'76a914000102030405060708090a0b0c0d0e0f1011121388ac', payout_account = 'tpub', payout_number = 4
  WHERE key_index = (SELECT max(key_index) FROM offers);
-- A third arrival, in the mempool and vouched for.
INSERT INTO arrivals (id, invoice, txid, vout, value, first_seen, place, height, was_undone, is_replaceable, is_sound)
  VALUES (3, 1, x'a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6a6', 0, 500000000, 1772366400006, 'mempool', NULL, 0, 0, 1);
-- Of the second invoice a part was taken for the whole.
INSERT INTO arrival_verdicts (invoice, settled_at, accepted_part, accepted_part_at)
  VALUES (2, 1772366400008, 9000000000000000, 1772366400007);
-- A later child, which a node took and a block holds under another txid.
INSERT INTO fee_children (channel, txid, parent, bytes, fee, signed_at, signed_height, given_height, mined_height, mined_txid)
  VALUES (1, x'eaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaea', x'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', x'040507', 9007199254740994, 11, 100031, 100031, 100032, x'ebebebebebebebebebebebebebebebebebebebebebebebebebebebebebebebeb');
-- What came to the first invoice was taken to an address of the owner's.
INSERT INTO collections (id, txid, bytes, script, amount, fee, made_at, sent_at, height, mined_txid, ended, problem)
  VALUES (1, x'b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1', x'0700', x'76a91433b94b70bbd434f0ad01925669bedf3469832b5888ac', 9007199254740993, 192000, 1772366400009, 1772366400010, NULL, NULL, NULL, 'no node');
INSERT INTO collected_coins (txid, vout, collection)
  VALUES (x'5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a', 1, 1);
-- Somebody gave back what came too much to the first invoice, and was mistaken.
INSERT INTO decisions (id, invoice, decision, amount, role, note, decided_at)
  VALUES (1, 1, 'gave_back', 9007199254740993, 'clerk', 'in cash', 1772366400011), (2, 1, 'reopened', 9007199254740993, 'owner', '', 1772366400012);
INSERT INTO open_questions (invoice, kind, amount, opens_at) VALUES (1, 'excess', 9007199254740993, 0);
