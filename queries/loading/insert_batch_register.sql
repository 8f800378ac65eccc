insert into batch_registers (
    batch_id, township_id, register, received_at, state, is_new,
    read_count, accepted_count, skipped_count, rejected_count, warning_count,
    source_id, file, sheet, sha256, modified_at, etag, setup, holds_until, findings_batch_id,
    refusal_code, refusal_message, refusal_data
)
values (
    $batch_id, $township_id, $register, $received_at, $state, $is_new,
    $read_count, $accepted_count, $skipped_count, $rejected_count, $warning_count,
    $source_id, $file, $sheet, $sha256, $modified, $etag, $setup, $holds_until, $findings_batch_id,
    $refusal_code, $refusal_message, $refusal_data
);
